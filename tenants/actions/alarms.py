"""Tell owners, webhooks, the log and the figures that a wall or an index does not hold what it promises."""

import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from project.kernel.addresses import web_address
from project.kernel.db import TenantRef, current_tenant
from project.kernel.jobs import Lease, Urgency, enqueue
from project.kernel.jobs.reading import find_job
from tenants.access.alarms import CLEARED, RAISED, open_alarms, target_of
from tenants.actions import webhooks
from tenants.jobs import SendAlarm
from tenants.models import AuditEvent, Membership
from tenants.types import Role

logger = logging.getLogger(__name__)
_TEXT = """{says}

What it means, and what to do: {link}

This is said once, until it changes or a later check finds all well again.
"""


def sound(*, tenant: TenantRef, kind: str, says: str, **detail: Any) -> None:
    """Raise an alarm in the caller's transaction, with one sentence for people.

    One that stands is only logged, unless its `state` is another by now: what was lost may leak since.
    """
    logger.error("alarm", extra={"alarm": kind, "says": says, **detail})
    standing = open_alarms(tenant=tenant).get(kind)
    if standing is not None and standing.detail.get("state") == detail.get("state"):
        return
    event = AuditEvent.objects.create(
        tenant_id=tenant.id, action=RAISED, target=target_of(kind), detail={"says": says, **detail}
    )
    webhooks.emit(tenant=tenant, event=RAISED, payload={"alarm": kind, "says": says})
    enqueue(SendAlarm(event_id=event.pk), urgency=Urgency.URGENT)


def clear(*, tenant: TenantRef, kind: str) -> None:
    """Take an alarm back in the caller's transaction, where it stands."""
    if kind not in open_alarms(tenant=tenant):
        return
    AuditEvent.objects.create(tenant_id=tenant.id, action=CLEARED, target=target_of(kind), detail={})
    webhooks.emit(tenant=tenant, event=CLEARED, payload={"alarm": kind})


def send_alarm(job: SendAlarm, *, lease: Lease) -> None:
    """Mail an alarm to the owners once."""
    tenant = current_tenant()
    with transaction.atomic():
        lease.guard()
        is_mailed = bool(find_job(lease.claim.job_id).progress.get("done"))
        event = AuditEvent.objects.filter(pk=job.event_id).first()
        owners = list(_owners(tenant)) if tenant else []
    if tenant is None or event is None or is_mailed or not owners or lease.cancelled:
        return
    text = _TEXT.format(says=event.detail["says"], link=f"{web_address(tenant)}/admin/health")
    headers = {"Message-ID": f"<alarm-{event.pk}@{settings.BASE_DOMAIN}>"}
    EmailMessage(f"Alarm: {tenant.name}", text, None, owners, headers=headers).send()
    with transaction.atomic():
        lease.guard()
        lease.progress(total=1, done=1, failed=0)


def _owners(tenant: TenantRef) -> Iterator[str]:
    owners = Membership.objects.active().filter(tenant_id=tenant.id, role=Role.OWNER)
    yield from owners.order_by("created_at").values_list("person__email", flat=True)
