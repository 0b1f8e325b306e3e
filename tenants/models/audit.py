"""Keep what administrators did; rows are added and never changed."""

from typing import Any, ClassVar, Self

from django.db import models

from project.kernel.ids import uuid7
from tenants.models.tenant import Tenant
from tenants.types import Actor

# What a person did not do, but an operator as that person.
VIA_SHELL = {"via": "shell"}
RAISED, CLEARED = "alarm.raised", "alarm.cleared"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Write the trail."""

    def note(self, *, actor: Actor, action: str, target: str, **detail: Any) -> None:
        """Add one event in the caller's transaction; `target` is `kind:id`."""
        self.create(
            tenant_id=actor.tenant.id,
            actor_id=actor.user_id,
            key_id=actor.key_id,
            action=action,
            target=target,
            detail=detail | (VIA_SHELL if actor.is_operator else {}),
        )

    def alarms(self) -> Self:
        """Keep the latest event of each alarm: whether it stands, its action says."""
        found = self.filter(action__in=[RAISED, CLEARED]).order_by("tenant_id", "target", "-id")
        return found.distinct("tenant_id", "target")


class AuditEvent(models.Model):
    """One thing that somebody did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # No role but the owner may delete events, so erasing a tenant does it by itself.
    tenant = models.ForeignKey(Tenant, on_delete=models.DO_NOTHING, related_name="+")
    actor_id = models.UUIDField(null=True)
    key_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    target = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        """Name the table."""

        db_table = "audit_event"
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="audit_event_of_tenant"),
            models.Index(
                fields=["tenant", "target", "-id"],
                condition=models.Q(action__in=[RAISED, CLEARED]),
                name="audit_event_alarms",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"
