"""Write down what administrators do in the apps above."""

from typing import Any

from tenants.models import AuditEvent
from tenants.types import Actor


def note(*, actor: Actor, action: str, target: str, **detail: Any) -> None:
    """Add an event to the trail in the caller's transaction; `target` is `kind:id`."""
    AuditEvent.objects.note(actor=actor, action=action, target=target, **detail)
