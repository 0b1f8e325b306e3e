"""Read which alarms stand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from project.kernel.db import TenantRef
from tenants.models import AuditEvent
from tenants.models.audit import CLEARED, RAISED

__all__ = ["CLEARED", "RAISED", "Alarm", "count_alarms", "open_alarms", "target_of"]
_PREFIX = "alarm:"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Say what is not well, and since when."""

    kind: str
    since: datetime
    says: str
    detail: Mapping[str, Any]


def target_of(kind: str) -> str:
    """Return the name under which the trail has the alarms of a kind."""
    return f"{_PREFIX}{kind}"


def open_alarms(*, tenant: TenantRef) -> dict[str, Alarm]:
    """Return a tenant's alarms that were not taken back, by their kind."""
    latest = AuditEvent.objects.alarms().filter(tenant_id=tenant.id)
    return {event.target.removeprefix(_PREFIX): _alarm(event) for event in latest if event.action == RAISED}


def count_alarms() -> Counter[str]:
    """Count by kind the tenants in which an alarm stands; outside of any tenant's scope."""
    events = AuditEvent.objects.alarms()
    return Counter(event.target.removeprefix(_PREFIX) for event in events if event.action == RAISED)


def _alarm(event: AuditEvent) -> Alarm:
    return Alarm(
        kind=event.target.removeprefix(_PREFIX),
        since=event.created_at,
        says=event.detail.get("says", ""),
        detail=event.detail,
    )
