"""Bring the people of a list into a tenant: operators' work, repeatable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from project.kernel.db import TenantRef, shared_scope
from project.kernel.errors import Conflict
from tenants.models import Group, GroupMember, Membership, Person
from tenants.types import Role


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Name a person, their place and the groups that they belong to."""

    email: str
    name: str
    role: Role
    groups: Sequence[str] = ()


def seat(
    *, tenant: TenantRef, seats: Sequence[Seat], groups: Mapping[str, str], password: str
) -> dict[str, UUID]:
    """Make the groups (slug → name) and the people that are missing; return the people's ids by address.

    Who is there already keeps role and password; raise Conflict where an account of elsewhere has another password.
    """
    people: dict[str, UUID] = {}
    with shared_scope(), transaction.atomic(durable=True):
        for one in seats:
            refuse_taken(tenant_slug=tenant.slug, email=one.email, password=password)
        made = {slug: _group(tenant, slug, name) for slug, name in groups.items()}
        for one in seats:
            membership = _membership(tenant, one, password)
            people[one.email] = membership.person_id
            for slug in one.groups:
                GroupMember.objects.get_or_create(
                    tenant_id=tenant.id, group=made[slug], membership=membership
                )
    return people


def refuse_taken(*, tenant_slug: str, email: str, password: str) -> None:
    """Raise Conflict for an address whose account is no member of the tenant and has another password.

    The account may be a stranger's: who names an address and a password means the person whom both belong to.
    """
    email = email.lower()
    if Membership.objects.filter(tenant__slug=tenant_slug, person__email=email).exists():
        return
    person = Person.objects.filter(email=email).first()
    if person is not None and not person.check_password(password):
        detail = (
            f"{email} has an account already, with another password: expected that one, or an invitation."
        )
        raise Conflict(detail, code="account_exists")


def _group(tenant: TenantRef, slug: str, name: str) -> Group:
    return Group.objects.get_or_create(tenant_id=tenant.id, slug=slug, defaults={"name": name})[0]


def _membership(tenant: TenantRef, one: Seat, password: str) -> Membership:
    person = Person.objects.filter(email=one.email.lower()).first()
    if person is None:
        person = Person.objects.create_user(one.email, password, name=one.name)
    return Membership.objects.get_or_create(
        tenant_id=tenant.id, person=person, defaults={"role": one.role.value}
    )[0]
