"""Tell who may see a document or a collection, and why: as much of it as the asker may know."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.access import access_collection, access_document
from documents.models import Collection, Document
from project.kernel.db import shared_scope
from project.kernel.errors import FieldError, Forbidden, Invalid
from tenants.access import actor_of_member, member_named
from tenants.access.readership import Reader, administrators, readers_behind, reasons_of
from tenants.types import Actor, PersonName, Role, Scope

# More are told by their number.
MOST_PEOPLE = 200


def describe_document_access(*, actor: Actor, document_id: UUID, person: str = "") -> dict[str, Any]:
    """Return who may see a document and why, for admins also one person; raise NotFound, Forbidden, Invalid.

    Call it outside of any transaction.
    """
    who = _asked(actor, person)
    with transaction.atomic():
        document = access_document(actor=actor, document_id=document_id)
        said = vars(document)
        is_own = document.own_readers is not None
        withdrawn = "expired" if said["is_expired"] else "superseded" if said["is_replaced"] else None
        shown = _readership(actor, document.audience.readers, who)
        return {**shown, "inherited_from": None if is_own else _home(document), "withdrawn": withdrawn}


def describe_collection_access(*, actor: Actor, slug: str, person: str = "") -> dict[str, Any]:
    """Return who may see a collection and why, for admins also one person; raise NotFound, Forbidden, Invalid.

    Call it outside of any transaction.
    """
    who = _asked(actor, person)
    with transaction.atomic():
        collection: Collection = access_collection(actor=actor, slug=slug)
        shown = _readership(actor, collection.audience.readers, who)
        return {**shown, "inherited_from": None, "withdrawn": None}


def _home(document: Document) -> dict[str, str]:
    return {"slug": document.collection.slug, "name": document.collection.name}


def _asked(actor: Actor, person: str) -> Actor | None:
    """Return the member whom an admin asks about; nobody else may, whoever it is."""
    if not person:
        return None
    if not _administers(actor):
        raise Forbidden("Only owners and admins ask what somebody else may see.")
    with shared_scope():
        key = member_named(tenant=actor.tenant, name=person)
        found = actor_of_member(tenant=actor.tenant, person_id=key) if key else None
    if found is None:
        detail = "Expected a member's e-mail address or id."
        raise Invalid(detail, errors=[FieldError("person", "unknown_member", detail)])
    return found


def _readership(actor: Actor, tokens: Sequence[str], who: Actor | None) -> dict[str, Any]:
    readers = readers_behind(tenant=actor.tenant, tokens=tokens)
    admins = administrators(tenant=actor.tenant)
    return {
        "readers": [_show(reader, actor) for reader in readers],
        "administrators": {"count": len(admins), "people": _people(admins, actor)},
        "because": [asdict(reason) for reason in reasons_of(actor, readers)],
        "person": None if who is None else _person(who, readers),
    }


def _person(who: Actor, readers: Sequence[Reader]) -> dict[str, Any]:
    because = [asdict(reason) for reason in reasons_of(who, readers)]
    return {"id": who.user_id, "email": who.email, "may_see": bool(because), "because": because}


def _show(reader: Reader, actor: Actor) -> Mapping[str, Any]:
    return {
        "kind": reader.kind,
        "name": reader.name,
        "slug": reader.slug,
        # How large a group is, its readers learn no more than from the list of groups.
        "count": len(reader.people) if actor.role.at_least(Role.CURATOR) else None,
        "people": _people(reader.people, actor),
        "includes_you": reader.token in actor.reader_tokens,
    }


def _administers(actor: Actor) -> bool:
    return actor.sees_everything and actor.has_scope(Scope.ADMIN)


def _people(people: Sequence[PersonName], actor: Actor) -> list[dict[str, Any]]:
    """Name people to those who administer them; others learn how many there are."""
    if not _administers(actor):
        return []
    return [{"id": one.id, "email": one.email, "name": one.name} for one in people[:MOST_PEOPLE]]
