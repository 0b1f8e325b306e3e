"""Count what a tenant uses."""

from django.db.models import F
from django.utils import timezone

from tenants.models import UsageCount
from tenants.types import Actor, UsageKind


def count(*, actor: Actor, kind: UsageKind, amount: int = 1) -> None:
    """Add to today's count in the caller's transaction, at its end: the row stays locked from here on."""
    today = timezone.now().date()
    UsageCount.objects.bulk_create(
        [UsageCount(tenant_id=actor.tenant.id, day=today, kind=kind)], ignore_conflicts=True
    )
    rows = UsageCount.objects.filter(tenant_id=actor.tenant.id, day=today, kind=kind)
    rows.update(amount=F("amount") + amount)
