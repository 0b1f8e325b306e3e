"""Say who stands behind the readers of something, and why one person is among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from project.kernel.db import TenantRef
from tenants.access.actors import names_of_people
from tenants.models import Group, GroupMember, Membership
from tenants.types import Actor, PersonName, Role

Kind = Literal["everyone", "group", "person", "gone"]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Name one reader as people know it, with the members who stand behind it."""

    kind: Kind
    token: str
    name: str
    slug: str = ""
    people: tuple[PersonName, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Say why somebody may read something: by a reader, or by their role."""

    kind: Literal["everyone", "group", "person", "role"]
    name: str = ""


def readers_behind(*, tenant: TenantRef, tokens: Sequence[str]) -> tuple[Reader, ...]:
    """Return the readers of these tokens, in their order; what is gone says so."""
    keys = {token: UUID(token.split(":", 1)[1]) for token in tokens if ":" in token}
    named = Group.objects.filter(tenant_id=tenant.id, pk__in=keys.values()).values_list("pk", "name", "slug")
    groups = {key: (name, slug) for key, name, slug in named}
    members = _members_of(tenant, groups)
    people = names_of_people(tenant=tenant, person_ids=keys.values())
    return tuple(_reader(token, keys.get(token), groups, members, people) for token in tokens)


def administrators(*, tenant: TenantRef) -> tuple[PersonName, ...]:
    """Return the owners and admins, who read everything."""
    return _names(_active(tenant).filter(role__in=[Role.OWNER, Role.ADMIN]))


def reasons_of(actor: Actor, readers: Iterable[Reader]) -> tuple[Reason, ...]:
    """Return why somebody may read what has these readers, the widest reason first; none where they may not."""
    mine = set(actor.reader_tokens)
    order = {"everyone": 0, "group": 1, "person": 2, "gone": 3}
    found = sorted((one for one in readers if one.token in mine), key=lambda one: order[one.kind])
    reasons = [Reason(kind=one.kind, name=one.name) for one in found if one.kind != "gone"]
    return (*reasons, *([Reason(kind="role", name=actor.role.value)] if actor.sees_everything else []))


def _reader(
    token: str,
    key: UUID | None,
    groups: Mapping[UUID, tuple[str, str]],
    members: Mapping[UUID, list[PersonName]],
    people: Mapping[UUID, PersonName],
) -> Reader:
    if key is None:
        return Reader(kind="everyone", token=token, name="")
    if key in groups:
        name, slug = groups[key]
        return Reader(kind="group", token=token, name=name, slug=slug, people=tuple(members.get(key, ())))
    if key in people and not people[key].has_left:
        person = people[key]
        return Reader(kind="person", token=token, name=person.name or person.email, people=(person,))
    return Reader(kind="gone", token=token, name="")


def _members_of(tenant: TenantRef, groups: Iterable[UUID]) -> Mapping[UUID, list[PersonName]]:
    inside = GroupMember.objects.filter(tenant_id=tenant.id, group_id__in=list(groups))
    active = inside.filter(membership__in=_active(tenant)).order_by("membership__person__email")
    names = ("membership__person_id", "membership__person__email", "membership__person__name")
    found: defaultdict[UUID, list[PersonName]] = defaultdict(list)
    for group_id, key, email, name in active.values_list("group_id", *names):
        found[group_id].append(PersonName(id=key, email=email, name=name))
    return found


def _active(tenant: TenantRef) -> QuerySet[Membership]:
    return Membership.objects.active().filter(tenant_id=tenant.id)


def _names(members: QuerySet[Membership]) -> tuple[PersonName, ...]:
    rows = members.order_by("person__email").values_list("person_id", "person__email", "person__name")
    return tuple(PersonName(id=key, email=email, name=name) for key, email, name in rows)
