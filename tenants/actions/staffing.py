"""Bring the people of a list into a tenant: operators' work, repeatable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from project.kernel.db import TenantRef, shared_scope
from tenants.actions.seating import take_seat
from tenants.models import Group, GroupMember
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
        made = {slug: _group(tenant, slug, name) for slug, name in groups.items()}
        for one in seats:
            membership = take_seat(tenant, email=one.email, name=one.name, role=one.role, password=password)
            people[one.email] = membership.person_id
            for slug in one.groups:
                GroupMember.objects.get_or_create(
                    tenant_id=tenant.id, group=made[slug], membership=membership
                )
    return people


def _group(tenant: TenantRef, slug: str, name: str) -> Group:
    return Group.objects.get_or_create(tenant_id=tenant.id, slug=slug, defaults={"name": name})[0]
