"""Take jobs from the ledger and do them: each once, in its tenant's scope, under a lease."""

import logging
import os
import socket
import time
from contextlib import AbstractContextManager
from typing import Any

import structlog
from django.db import connections

from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from project.kernel.jobs import Lease, LeaseLost, ledger
from project.kernel.models import JobState
from tenants.access import served_tenant
from workers import registry

logger = logging.getLogger(__name__)
# A worker goes on without being rung for this long, then lets other queues and a warm shutdown have their turn.
DRAIN_SECONDS = 20.0
NUDGES = 4


def worker_name() -> str:
    """Name this process, for the page that says who works on what."""
    return f"{socket.gethostname()}:{os.getpid()}"


def drain(queue: str) -> None:
    """Run jobs of `queue` until none waits; ring again when the time is up before."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while run_next(queue):
        if time.monotonic() > deadline:
            ledger.ring(queue)
            return


def sweep() -> None:
    """Give back what dead workers hold, and ring for what waits."""
    with shared_scope():
        waiting = ledger.recover()
    connections.close_all()
    for queue, count in waiting.items():
        for _ in range(min(count, NUDGES)):
            ledger.ring(queue)


def run_next(queue: str) -> bool:
    """Run the next job of `queue`; say whether there was one."""
    try:
        with shared_scope():
            claim = ledger.claim_next(queue, worker_name())
            if claim is None:
                return False
            tenant = served_tenant(claim.tenant_id) if claim.tenant_id else None
        with structlog.contextvars.bound_contextvars(job=str(claim.job_id), tenant=str(claim.tenant_id)):
            _run(claim, tenant)
    except LeaseLost:
        logger.warning("the lease was lost: another worker has this job")
    finally:
        connections.close_all()
    return True


def _run(claim: ledger.Claim, tenant: TenantRef | None) -> None:
    if claim.tenant_id is not None and tenant is None:
        _end(claim, JobState.CANCELLED, {"code": "tenant_closed", "detail": "The tenant is not served."})
        return
    with Lease(claim) as lease:
        error = _attempt(claim, tenant, lease)
    # Attempts count anew with what a job has brought forward.
    claim = lease.claim
    if error is None:
        _leave(claim, lease)
    elif claim.attempts < claim.max_attempts and error.get("retryable", True):
        with shared_scope():
            ledger.try_again(claim, error)
    else:
        _give_up(claim, tenant, error)


def _leave(claim: ledger.Claim, lease: Lease) -> None:
    if lease.wait_seconds is None:
        _end(claim, JobState.CANCELLED if lease.cancelled else JobState.DONE)
        return
    with shared_scope():
        ledger.step_aside(claim, lease.wait_seconds)


def _attempt(claim: ledger.Claim, tenant: TenantRef | None, lease: Lease) -> dict[str, Any] | None:
    """Do the job; return what went wrong, or None."""
    if claim.is_exhausted:
        return {"code": "worker_lost", "detail": "The worker died at each attempt.", "retryable": False}
    try:
        job_class = registry.job_class(claim.kind)
        with _scope(tenant):
            registry.HANDLERS[job_class](job_class.from_payload(claim.payload), lease)
    except LeaseLost:
        raise
    except RaglanError as error:
        return {"code": error.reason, "detail": error.detail}
    # The worker's outer edge: whatever a job raises is written down and tried again.
    except Exception as error:
        logger.exception("job failed", extra={"kind": claim.kind})
        return {"code": "unexpected", "detail": f"{type(error).__name__}: the log has the rest"}
    return None


def _give_up(claim: ledger.Claim, tenant: TenantRef | None, error: dict[str, Any]) -> None:
    with shared_scope():
        ledger.confirm(claim)
    try:
        if job_class := registry.known_class(claim.kind):
            with _scope(tenant):
                job = job_class.from_payload(claim.payload)
                registry.HANDLERS[job_class].exhausted(job, str(error["detail"]))
    finally:
        _end(claim, JobState.FAILED, error)


def _end(claim: ledger.Claim, state: JobState, error: dict[str, Any] | None = None) -> None:
    with shared_scope():
        ledger.finish(claim, state, error)


def _scope(tenant: TenantRef | None) -> AbstractContextManager[Any]:
    return tenant_scope(tenant) if tenant else shared_scope()
