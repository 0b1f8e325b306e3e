"""The sweep ends messages whose process died, and no others."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chat.actions import answers, interruptions
from chat.jobs import MarkInterrupted
from chat.models import Message
from chat.protocol import Ask
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import Job
from tenants.types import Actor
from tests.integration.chat.rows import stored

OLD = timedelta(seconds=interruptions.STALE_SECONDS + 1)


def begin(actor: Actor, age: timedelta) -> str:
    """Return a message that was asked some time ago and is still being written."""
    with tenant_scope(actor.tenant):
        begun = answers.begin(actor=actor, ask=Ask(id="c1", question="How?"), settings={})
        with transaction.atomic():
            Message.objects.filter(pk=begun.message).update(created_at=timezone.now() - age)
    return str(begun.message)


def sweep(actor: Actor, run_jobs: Callable[[], int], times: int = 1) -> None:
    """Have the tenant looked after and run what that asks for."""
    for _ in range(times):
        with tenant_scope(actor.tenant):
            interruptions.look_after(actor=actor)
        run_jobs()


def test_what_is_stale_is_interrupted_once(
    ada: Actor, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    message = begin(ada, OLD)
    sweep(ada, run_jobs, times=2)
    kept = stored(tenant, message)
    assert (kept.state, kept.failure) == ("interrupted", interruptions.FAILURE)


def test_two_calls_make_one_job(
    ada: Actor, tenant: TenantRef, recorded_jobs: Callable[[], list[Job]]
) -> None:
    with tenant_scope(tenant):
        interruptions.look_after(actor=ada)
        interruptions.look_after(actor=ada)
    assert recorded_jobs() == [MarkInterrupted()]
