"""Tell other systems of events: signed, tried again, and written down."""

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from project.kernel.db import TenantRef
from project.kernel.errors import FieldError, Invalid, NotFound
from project.kernel.http import Fetched, FetchFailed, FetchLimits, SafeClient, UnsafeAddress, resolve_public
from project.kernel.jobs import Lease, Urgency, enqueue
from tenants.jobs import DeliverWebhook
from tenants.models import AuditEvent, Webhook, WebhookDelivery
from tenants.models.webhooks import DeliveryState
from tenants.sealing import new_key, seal, signature, unseal
from tenants.types import WEBHOOK_EVENTS, Actor

LIMITS = FetchLimits(total_seconds=10.0)
ERROR_CHARACTERS = 400


@dataclass(frozen=True)
class CreatedWebhook:
    """Carry a webhook and its secret, which is shown once."""

    row: Webhook
    secret: str


def create(*, actor: Actor, url: str, events: list[str]) -> CreatedWebhook:
    """Tell a public address of these events from now on."""
    _check(url, events)
    secret = f"whsec_{new_key().secret}"
    with transaction.atomic(durable=True):
        row = Webhook.objects.create(
            tenant_id=actor.tenant.id, url=url, events=sorted(set(events)), secret_sealed=seal(secret)
        )
        AuditEvent.objects.note(
            actor=actor, action="webhook.created", target=f"webhook:{row.pk}", events=row.events
        )
    return CreatedWebhook(row=row, secret=secret)


@transaction.atomic(durable=True)
def delete(*, actor: Actor, webhook_id: UUID) -> None:
    """Stop telling an address, and forget what it was told."""
    deleted, _ = Webhook.objects.filter(tenant_id=actor.tenant.id, pk=webhook_id).delete()
    if not deleted:
        raise NotFound
    AuditEvent.objects.note(actor=actor, action="webhook.deleted", target=f"webhook:{webhook_id}")


@transaction.atomic(durable=True)
def switch(*, actor: Actor, webhook_id: UUID, is_active: bool) -> Webhook:
    """Pause an address, or tell it again."""
    if not Webhook.objects.filter(tenant_id=actor.tenant.id, pk=webhook_id).update(is_active=is_active):
        raise NotFound
    action = "webhook.resumed" if is_active else "webhook.paused"
    AuditEvent.objects.note(actor=actor, action=action, target=f"webhook:{webhook_id}")
    return Webhook.objects.get(tenant_id=actor.tenant.id, pk=webhook_id)


def emit(*, tenant: TenantRef, event: str, payload: dict[str, Any]) -> int:
    """Write a delivery for each address that wants this event, in the caller's transaction; count them."""
    return emit_all(tenant=tenant, event=event, payloads=[payload])


def emit_all(*, tenant: TenantRef, event: str, payloads: list[dict[str, Any]]) -> int:
    """Write the deliveries of several events of one kind, asking once who listens; count them."""
    listeners = Webhook.objects.filter(tenant_id=tenant.id, is_active=True, events__contains=[event])
    deliveries = [
        WebhookDelivery(tenant_id=tenant.id, webhook_id=webhook_id, event=event, payload=payload)
        for webhook_id in listeners.values_list("pk", flat=True)
        for payload in payloads
    ]
    WebhookDelivery.objects.bulk_create(deliveries)
    for delivery in deliveries:
        enqueue(DeliverWebhook(delivery_id=delivery.pk), urgency=Urgency.BULK)
    return len(deliveries)


def deliver(job: DeliverWebhook, *, lease: Lease) -> None:
    """Post one delivery; raise FetchFailed for an answer that is no success, so that it is tried again."""
    with transaction.atomic():
        waiting = WebhookDelivery.objects.filter(pk=job.delivery_id, state=DeliveryState.WAITING)
        delivery = waiting.select_related("webhook").first()
    if delivery is None or lease.cancelled:
        return
    if not delivery.webhook.is_active:
        give_up(job, "The address is paused.")
        return
    begun = time.monotonic()
    try:
        answer = _post(delivery)
    except (FetchFailed, UnsafeAddress) as failure:
        _note(delivery, lease, None, failure.detail, round((time.monotonic() - begun) * 1000))
        raise
    failure_text = "" if 200 <= answer.status < 300 else f"The address answered {answer.status}."
    _note(delivery, lease, answer.status, failure_text, answer.duration_ms)
    if failure_text:
        raise FetchFailed(failure_text)


def give_up(job: DeliverWebhook, reason: str) -> None:
    """Say in the log that a delivery was tried for the last time."""
    with transaction.atomic():
        waiting = WebhookDelivery.objects.filter(pk=job.delivery_id, state=DeliveryState.WAITING)
        waiting.update(state=DeliveryState.FAILED, error=reason[:ERROR_CHARACTERS])


def _check(url: str, events: list[str]) -> None:
    errors = []
    try:
        resolve_public(url)
    except UnsafeAddress as unsafe:
        errors.append(FieldError("url", unsafe.reason, unsafe.detail))
    if not events or set(events) - set(WEBHOOK_EVENTS):
        errors.append(FieldError("events", "unknown_event", f"Expected some of {', '.join(WEBHOOK_EVENTS)}."))
    if errors:
        raise Invalid("Such a webhook cannot be made.", errors=errors)


def _post(delivery: WebhookDelivery) -> Fetched:
    event = {
        "id": str(delivery.pk),
        "event": delivery.event,
        "created_at": delivery.created_at.isoformat(),
        "payload": delivery.payload,
    }
    body = json.dumps(event, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Raglan-Event": delivery.event,
        "X-Raglan-Delivery": str(delivery.pk),
        "X-Raglan-Signature": signature(unseal(delivery.webhook.secret_sealed), int(time.time()), body),
    }
    return SafeClient(LIMITS).post(delivery.webhook.url, body, headers)


def _note(delivery: WebhookDelivery, lease: Lease, status: int | None, error: str, duration_ms: int) -> None:
    with transaction.atomic():
        lease.guard()
        done = not error
        WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(
            attempts=F("attempts") + 1,
            status=status,
            duration_ms=duration_ms,
            error=error[:ERROR_CHARACTERS],
            state=DeliveryState.DELIVERED if done else DeliveryState.WAITING,
            delivered_at=timezone.now() if done else None,
        )
