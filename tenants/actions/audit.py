"""Write down what administrators do in the apps above."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from project.kernel.db import TenantRef
from tenants.models import AuditEvent
from tenants.types import Actor


def note(*, actor: Actor, action: str, target: str, **detail: Any) -> None:
    """Add an event to the trail in the caller's transaction; `target` is `kind:id`."""
    AuditEvent.objects.note(actor=actor, action=action, target=target, **detail)


def note_all(
    *, tenant: TenantRef, actor: Actor | None, action: str, details: Mapping[str, Mapping[str, Any]]
) -> None:
    """Add an event for each target; without an actor it was nobody in person who did it."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            tenant_id=tenant.id,
            actor_id=actor.user_id if actor else None,
            key_id=actor.key_id if actor else None,
            action=action,
            target=target,
            detail=detail,
        )
        for target, detail in details.items()
    )


def noted_since(
    *, tenant: TenantRef, action: str, moment: datetime, key: str, values: Iterable[str]
) -> frozenset[str]:
    """Return which of these values such events have under a key of their detail, since a moment."""
    events = AuditEvent.objects.filter(tenant_id=tenant.id, action=action, created_at__gte=moment)
    wanted = {f"detail__{key}__in": list(values)}
    return frozenset(events.filter(**wanted).values_list(f"detail__{key}", flat=True))


def is_noted(*, tenant: TenantRef, action: str, target: str) -> bool:
    """Say whether the trail has such an event."""
    return AuditEvent.objects.filter(tenant_id=tenant.id, action=action, target=target).exists()
