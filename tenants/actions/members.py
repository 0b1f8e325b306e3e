"""Change who belongs to a tenant, and as what."""

from uuid import UUID

from django.db import transaction

from project.kernel.errors import Conflict, FieldError, Invalid, NotFound
from tenants.access import administration
from tenants.models import ApiKey, AuditEvent, Group, GroupMember, Membership
from tenants.types import Actor, Role


@transaction.atomic(durable=True)
def change(
    *, actor: Actor, member_id: UUID, role: Role | None = None, groups: list[str] | None = None
) -> Membership:
    """Give a member another role, or put them into exactly these groups; None leaves things as they are.

    Owners are made and unmade by owners, and one always stays.
    """
    member = _locked(actor, member_id)
    if role is not None and role != member.role:
        _set_role(actor, member, role)
    if groups is not None:
        _set_groups(actor, member, groups)
    return administration.member(actor=actor, member_id=member_id)


@transaction.atomic(durable=True)
def deactivate(*, actor: Actor, member_id: UUID) -> None:
    """Take a member out of the tenant: out of its groups, and with them the keys that act as them."""
    member = _locked(actor, member_id)
    refuse_beyond(actor, Role(member.role))
    _keep_an_owner(actor, member)
    member.is_active = False
    member.save(update_fields=["is_active"])
    GroupMember.objects.filter(tenant_id=actor.tenant.id, membership=member).delete()
    ApiKey.objects.revoke(tenant_id=actor.tenant.id, person_id=member.person_id)
    AuditEvent.objects.note(actor=actor, action="member.deactivated", target=f"member:{member.pk}")


def _set_role(actor: Actor, member: Membership, role: Role) -> None:
    refuse_beyond(actor, role, Role(member.role))
    _keep_an_owner(actor, member)
    before, member.role = member.role, role.value
    member.save(update_fields=["role"])
    AuditEvent.objects.note(
        actor=actor, action="member.role_changed", target=f"member:{member.pk}", before=before, after=role
    )


def _set_groups(actor: Actor, member: Membership, slugs: list[str]) -> None:
    groups = groups_named(actor, slugs)
    rows = GroupMember.objects.filter(tenant_id=actor.tenant.id, membership=member)
    rows.exclude(group__in=groups).delete()
    GroupMember.objects.bulk_create(
        [GroupMember(tenant_id=actor.tenant.id, group=group, membership=member) for group in groups],
        ignore_conflicts=True,
    )
    AuditEvent.objects.note(
        actor=actor, action="member.groups_changed", target=f"member:{member.pk}", after=sorted(slugs)
    )


def groups_named(actor: Actor, slugs: list[str]) -> list[Group]:
    """Return the tenant's groups of these names; raise Invalid for one that does not exist."""
    groups = list(Group.objects.filter(tenant_id=actor.tenant.id, slug__in=slugs))
    if unknown := set(slugs) - {group.slug for group in groups}:
        detail = f"There is no group {', '.join(sorted(unknown))}."
        raise Invalid(detail, errors=[FieldError("groups", "unknown_group", detail)])
    return groups


def refuse_beyond(actor: Actor, *roles: Role) -> None:
    """Raise Invalid where one of these roles is above the actor's own."""
    if not all(actor.role.at_least(role) for role in roles):
        detail = f"Expected a role no higher than your own, which is {actor.role}."
        raise Invalid(detail, errors=[FieldError("role", "beyond_your_own", detail)])


def _locked(actor: Actor, member_id: UUID) -> Membership:
    members = Membership.objects.filter(tenant_id=actor.tenant.id, is_active=True)
    # All owners are locked with the member, so that two owners cannot remove each other at once.
    list(members.filter(role=Role.OWNER).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    member = members.filter(pk=member_id).select_for_update(no_key=True).first()
    if member is None:
        raise NotFound
    return member


def _keep_an_owner(actor: Actor, member: Membership) -> None:
    owners = Membership.objects.filter(tenant_id=actor.tenant.id, is_active=True, role=Role.OWNER)
    if member.role == Role.OWNER and not owners.exclude(pk=member.pk).exists():
        raise Conflict(
            "A tenant keeps at least one owner: make somebody else an owner first.", code="last_owner"
        )
