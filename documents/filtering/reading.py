"""Read a filter for somebody: who is named in it is looked for among the members."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.filtering.language import read_tree
from documents.filtering.tree import Every, Node, Not, OneOf, Person, Some
from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted
from tenants.access import members_named
from tenants.types import Actor

ME = "me"


def read_filter(wanted: Mapping[str, Any], *, actor: Actor) -> Node:
    """Return what a filter asks; raise Invalid, which says where it is wrong and what was expected."""
    tree = read_tree(wanted)
    people = list(_people(tree))
    if not people:
        return tree
    # A search reads its filter before it looks at anything.
    with transaction.atomic():
        known = members_named(tenant=actor.tenant, names={person.name for person in people} - {ME})
    ids = {person: known.get(person.name) or _id(person.name, actor) for person in people}
    if unknown := [person for person in people if ids[person] is None]:
        raise Invalid("The filter is not as expected.", errors=[_unknown(person) for person in unknown])
    return _with_ids(tree, ids)


def _id(name: str, actor: Actor) -> UUID | None:
    """Return the id of somebody who is no member, or who asks; who has left goes by their id alone."""
    if name == ME:
        return actor.user_id
    try:
        return UUID(name)
    except ValueError:
        return None


def _unknown(person: Person) -> FieldError:
    detail = f"There is no member {quoted(person.name)}: expected `me`, or a member's e-mail address or id."
    return FieldError(person.path, "unknown_member", detail)


def _people(tree: Node) -> Iterable[Person]:
    match tree:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _people(part)
        case Not(part):
            yield from _people(part)
        case OneOf(_, values):
            yield from (value for value in values if isinstance(value, Person))


def _with_ids(tree: Node, ids: Mapping[Person, UUID | None]) -> Node:
    match tree:
        case Every(parts) | Some(parts):
            return replace(tree, parts=tuple(_with_ids(part, ids) for part in parts))
        case Not(part):
            return Not(_with_ids(part, ids))
        case OneOf(key, values):
            return OneOf(
                key,
                tuple(ids.get(value) or value if isinstance(value, Person) else value for value in values),
            )
    return tree
