"""Change the groups that decide what members may read."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from project.kernel.errors import Conflict, FieldError, Invalid, NotFound
from tenants.access import administration
from tenants.models import AuditEvent, Group, GroupMember, Membership
from tenants.types import Actor


@transaction.atomic(durable=True)
def create(*, actor: Actor, name: str, slug: str = "") -> Group:
    """Make an empty group; its slug comes from its name unless given."""
    slug = slugify(slug or name)[:63]
    if not slug:
        detail = "Expected a name with letters or digits."
        raise Invalid(detail, errors=[FieldError("name", "invalid", detail)])
    try:
        with transaction.atomic():
            group = Group.objects.create(tenant_id=actor.tenant.id, name=name, slug=slug)
    except IntegrityError as taken:
        raise Conflict(f"There is a group {slug} already.", code="group_exists") from taken
    AuditEvent.objects.note(actor=actor, action="group.created", target=f"group:{group.pk}", slug=slug)
    return administration.group(actor=actor, group_id=group.pk)


@transaction.atomic(durable=True)
def rename(*, actor: Actor, group_id: UUID, name: str) -> Group:
    """Give a group another name; its slug stays, because documents may be uploaded with it."""
    if not Group.objects.filter(tenant_id=actor.tenant.id, pk=group_id).update(name=name):
        raise NotFound
    AuditEvent.objects.note(actor=actor, action="group.renamed", target=f"group:{group_id}", name=name)
    return administration.group(actor=actor, group_id=group_id)


@transaction.atomic(durable=True)
def delete(*, actor: Actor, group_id: UUID) -> None:
    """Remove a group; its members no longer read what was shared with it alone."""
    found = Group.objects.filter(tenant_id=actor.tenant.id, pk=group_id)
    deleted, _ = found.delete()
    if not deleted:
        raise NotFound
    AuditEvent.objects.note(actor=actor, action="group.deleted", target=f"group:{group_id}")


@transaction.atomic(durable=True)
def add_member(*, actor: Actor, group_id: UUID, member_id: UUID) -> None:
    """Put a member into a group; one who is in it already stays."""
    group, member = _both(actor, group_id, member_id)
    GroupMember.objects.get_or_create(tenant_id=actor.tenant.id, group=group, membership=member)
    AuditEvent.objects.note(
        actor=actor, action="group.member_added", target=f"group:{group_id}", member=str(member_id)
    )


@transaction.atomic(durable=True)
def remove_member(*, actor: Actor, group_id: UUID, member_id: UUID) -> None:
    """Take a member out of a group; one who is not in it stays out."""
    group, member = _both(actor, group_id, member_id)
    GroupMember.objects.filter(tenant_id=actor.tenant.id, group=group, membership=member).delete()
    AuditEvent.objects.note(
        actor=actor, action="group.member_removed", target=f"group:{group_id}", member=str(member_id)
    )


def _both(actor: Actor, group_id: UUID, member_id: UUID) -> tuple[Group, Membership]:
    group = Group.objects.filter(tenant_id=actor.tenant.id, pk=group_id).first()
    member = Membership.objects.filter(tenant_id=actor.tenant.id, pk=member_id, is_active=True).first()
    if group is None or member is None:
        raise NotFound
    return group, member
