"""List what administrators see of their tenant."""

from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from project.kernel.errors import NotFound
from tenants.models import (
    ApiKey,
    AuditEvent,
    Group,
    GroupMember,
    Invitation,
    Membership,
    Person,
    UsageCount,
    Webhook,
    WebhookDelivery,
)
from tenants.types import Actor

Row = TypeVar("Row", bound=Model)


def members(*, actor: Actor) -> QuerySet[Membership]:
    """Return the active members with their groups."""
    found = Membership.objects.filter(tenant_id=actor.tenant.id, is_active=True)
    # A tenant's role may not read the hash of a password, so it is never asked for.
    return found.select_related("person").defer("person__password").prefetch_related("groups__group")


def member(*, actor: Actor, member_id: UUID) -> Membership:
    """Return one active member; raise NotFound."""
    return _one(members(actor=actor).filter(pk=member_id))


def groups(*, actor: Actor) -> QuerySet[Group]:
    """Return the groups, each with `size`, the number of its members."""
    return Group.objects.filter(tenant_id=actor.tenant.id).annotate(size=Count("members"))


def group(*, actor: Actor, group_id: UUID) -> Group:
    """Return one group; raise NotFound."""
    return _one(groups(actor=actor).filter(pk=group_id))


def members_of_group(*, actor: Actor, group_id: UUID) -> QuerySet[Membership]:
    """Return the members of a group; raise NotFound where there is no such group."""
    group(actor=actor, group_id=group_id)
    inside = GroupMember.objects.filter(tenant_id=actor.tenant.id, group_id=group_id)
    return members(actor=actor).filter(pk__in=inside.values("membership_id"))


def invitations(*, actor: Actor) -> QuerySet[Invitation]:
    """Return invitations that were not withdrawn."""
    return Invitation.objects.filter(tenant_id=actor.tenant.id, revoked_at__isnull=True)


def group_slugs(*, actor: Actor, group_ids: list[UUID]) -> list[str]:
    """Return the names of those of these groups that still exist."""
    found = Group.objects.filter(tenant_id=actor.tenant.id, pk__in=group_ids)
    return sorted(found.values_list("slug", flat=True))


def api_keys(*, actor: Actor) -> QuerySet[ApiKey]:
    """Return all keys of the tenant, spent ones too."""
    return ApiKey.objects.filter(tenant_id=actor.tenant.id).annotate(person_email=F("person__email"))


def audit_events(*, actor: Actor) -> QuerySet[AuditEvent]:
    """Return the trail, each event with `actor_email` where its person is still a member."""
    person = Person.objects.filter(pk=OuterRef("actor_id"))
    events = AuditEvent.objects.filter(tenant_id=actor.tenant.id)
    return events.annotate(actor_email=Subquery(person.values("email")[:1]))


def searches_as(*, actor: Actor) -> QuerySet[AuditEvent]:
    """Return the events of searches that others made as the actor; none where the installation does not tell."""
    mine = audit_events(actor=actor).filter(action="search.as_person", target=f"person:{actor.user_id}")
    return mine if settings.SEARCH_AS_IS_TOLD else mine.none()


def deletion_of(*, actor: Actor, target: str) -> tuple[AuditEvent, AuditEvent | None]:
    """Return the event of an erasure, and that of the look whether all of it is gone; raise NotFound."""
    about = audit_events(actor=actor).filter(target=target).order_by("-pk")
    checked = about.filter(action="document.erasure_checked").first()
    return _one(about.filter(action="document.erased")), checked


def webhooks(*, actor: Actor) -> QuerySet[Webhook]:
    """Return the addresses that are told of events."""
    return Webhook.objects.filter(tenant_id=actor.tenant.id)


def webhook(*, actor: Actor, webhook_id: UUID) -> Webhook:
    """Return one address; raise NotFound."""
    return _one(webhooks(actor=actor).filter(pk=webhook_id))


def deliveries(*, actor: Actor, webhook_id: UUID) -> QuerySet[WebhookDelivery]:
    """Return what an address was told; raise NotFound where there is no such address."""
    webhook(actor=actor, webhook_id=webhook_id)
    return WebhookDelivery.objects.filter(tenant_id=actor.tenant.id, webhook_id=webhook_id)


def usage(*, actor: Actor) -> dict[str, Any]:
    """Return what the tenant holds, and what it used this month."""
    first = timezone.now().date().replace(day=1)
    used = UsageCount.objects.filter(tenant_id=actor.tenant.id, day__gte=first)
    totals = used.values_list("kind").annotate(total=Coalesce(Sum("amount"), 0))
    return {
        "period": first.strftime("%Y-%m"),
        "members": Membership.objects.filter(tenant_id=actor.tenant.id, is_active=True).count(),
        "groups": Group.objects.filter(tenant_id=actor.tenant.id).count(),
        "api_keys": ApiKey.objects.usable().filter(Q(tenant_id=actor.tenant.id)).count(),
        "counts": dict(totals),
    }


def session_summary(*, actor: Actor) -> dict[str, Any]:
    """Return who is signed in, where and as what, as the session's route answers it."""
    person = Person.objects.only("id", "email", "name").get(pk=actor.user_id)
    return {
        "user": {"id": str(person.pk), "email": person.email, "name": person.name},
        "tenant": {"slug": actor.tenant.slug, "name": actor.tenant.name},
        "role": actor.role.value,
        "groups": group_slugs(actor=actor, group_ids=list(actor.group_ids)),
    }


def _one(rows: "QuerySet[Row]") -> Row:
    row = rows.first()
    if row is None:
        raise NotFound
    return row
