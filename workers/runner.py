"""Take jobs from the ledger and do them: each once, in its tenant's scope, under a lease."""

import logging
import os
import socket
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from chat.actions import known_questions
from documents.indexing import clock, explained
from documents.syncing import scheduling
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.errors import Hopeless, RaglanError
from project.kernel.jobs import Lease, LeaseLost, ledger, pruning
from project.kernel.jobs.ledger import LEASE_SECONDS
from project.kernel.jobs.pulse import stalled_pools
from project.kernel.models import JobState
from tenants.access import is_gone, served_tenant, served_tenants
from workers import registry
from workers.faults import outage
from workers.queues import UNHEARD

logger = logging.getLogger(__name__)
# A worker goes on without being rung for this long, then lets other queues and a warm shutdown have their turn.
DRAIN_SECONDS = 20.0
# What is down, or suspended, is asked again after this long.
OUTAGE_SECONDS = 10.0
SUSPENDED_SECONDS = 60.0
# A database that restarts is asked this often whether a job may be put off.
AGAIN_SECONDS = 0.5
UNEXPECTED = "This failed for a reason that nobody foresaw; the workers' log names it."
WORKER_LOST = {"code": "worker_lost", "detail": "The process that did this died at each attempt."}
REASON_CHARACTERS = 400
TOLD_EVERY_SECONDS = 60.0
_told: dict[str, float] = {}


@dataclass(frozen=True)
class _Fault:
    """Say what went wrong, and whether it is the job's fault at all."""

    code: str
    detail: str
    is_outage: bool = False
    is_final: bool = False

    @property
    def shown(self) -> dict[str, Any]:
        """Return what the ledger keeps for people."""
        return {"code": self.code, "detail": self.detail}


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
        stalled = stalled_pools()
    connections.close_all()
    _tell_stalled(stalled)
    for queue, count in waiting.items():
        for _ in range(min(count, UNHEARD)):
            ledger.ring(queue)


def _tell_stalled(stalled: Mapping[str, datetime]) -> None:
    """Say in the log, once a minute, which queues come no further."""
    for queue, since in stalled.items():
        if time.monotonic() - _told.get(queue, -TOLD_EVERY_SECONDS) >= TOLD_EVERY_SECONDS:
            _told[queue] = time.monotonic()
            logger.error("a queue comes no further", extra={"queue": queue, "since": since.isoformat()})


def restore_starts() -> None:
    """Ask for what is due, tenant by tenant: a ledger that was restored from a copy may lack it.

    That is the runs of sources, a look for short forms in what came to answer meanwhile, and the regular checks.
    Where the cache of answers was switched off, what it kept goes.
    """
    with shared_scope():
        tenants = served_tenants()
    for tenant in tenants:
        with tenant_scope(tenant):
            scheduling.restore_starts()
            explained.ask_where_due()
            clock.ask_where_due(tenant)
            known_questions.let_go_where_off()
        # A connection remembers each tenant that it has touched.
        connections.close_all()


def prune_ledger() -> None:
    """Forget the jobs that ended longer ago than the settings keep them."""
    ended_before = timezone.now() - timedelta(days=settings.JOB_RETENTION_DAYS)
    with shared_scope():
        removed = pruning.prune(ended_before)
    connections.close_all()
    if removed:
        logger.info("jobs that ended long ago were forgotten", extra={"jobs": removed})


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
        _leave_closed(claim, claim.tenant_id)
        return
    # To the very end: giving up may take longer than a lease, too.
    with Lease(claim) as lease:
        fault = _attempt(claim, tenant, lease)
        # Attempts count anew with what a job has brought forward.
        claim = lease.claim
        if fault is None:
            _leave(claim, lease)
        elif fault.is_outage:
            _postpone(claim, tenant, fault)
        elif claim.attempts < claim.max_attempts and not fault.is_final:
            with shared_scope():
                ledger.try_again(claim, fault.shown)
        else:
            _give_up(claim, tenant, fault)


def _leave_closed(claim: ledger.Claim, tenant_id: UUID) -> None:
    """Cancel the job of a tenant that is leaving; one that is only suspended finds its jobs again."""
    with shared_scope():
        if is_gone(tenant_id):
            error = {"code": "tenant_closed", "detail": "The tenant is gone."}
            ledger.finish(claim, JobState.CANCELLED, error)
        else:
            error = {"code": "tenant_closed", "detail": "The tenant is not served now."}
            ledger.postpone(claim, error, SUSPENDED_SECONDS)


def _leave(claim: ledger.Claim, lease: Lease) -> None:
    if lease.wait_seconds is None:
        _end(claim, JobState.CANCELLED if lease.cancelled else JobState.DONE)
        return
    with shared_scope():
        ledger.step_aside(claim, lease.wait_seconds)


def _attempt(claim: ledger.Claim, tenant: TenantRef | None, lease: Lease) -> _Fault | None:
    """Do the job; return what went wrong, or None."""
    if claim.is_exhausted:
        return _Fault(**(claim.error or WORKER_LOST))
    try:
        job_class = registry.job_class(claim.kind)
        with _scope(tenant):
            registry.HANDLERS[job_class](job_class.from_payload(claim.payload), lease)
    except LeaseLost:
        raise
    # The worker's outer edge: whatever a job raises is written down and tried again.
    except Exception as error:
        if fault := _named_fault(error, claim):
            return fault
        logger.exception("job failed", extra={"kind": claim.kind})
        return _Fault("unexpected", UNEXPECTED)
    return None


def _named_fault(error: Exception, claim: ledger.Claim) -> _Fault | None:
    if sentence := outage(error):
        reason = repr(error)[:REASON_CHARACTERS]
        logger.warning("a part is down", extra={"kind": claim.kind, "reason": reason})
        return _Fault("unavailable", sentence, is_outage=True)
    if not isinstance(error, RaglanError):
        return None
    return _Fault(error.reason, error.detail, is_final=isinstance(error, Hopeless))


def _postpone(claim: ledger.Claim, tenant: TenantRef | None, fault: _Fault) -> None:
    _keep_attempt(claim, fault)
    if job_class := registry.known_class(claim.kind):
        with _scope(tenant):
            registry.HANDLERS[job_class].postponed(job_class.from_payload(claim.payload), fault.detail)


def _keep_attempt(claim: ledger.Claim, fault: _Fault) -> None:
    """Postpone the job; it may be the database that is down, so try for about as long as a lease lasts."""
    deadline = time.monotonic() + LEASE_SECONDS
    while True:
        try:
            with shared_scope():
                ledger.postpone(claim, fault.shown, OUTAGE_SECONDS)
                return
        except (OperationalError, InterfaceError):
            connections.close_all()
            if time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_SECONDS)


def _give_up(claim: ledger.Claim, tenant: TenantRef | None, fault: _Fault) -> None:
    """Say for good what went wrong; where a part is down, the lease ends and another worker comes here again."""
    with shared_scope():
        ledger.note(claim, fault.shown)
    try:
        _tell_exhausted(claim, tenant, fault)
    # What can never be told must end all the same, or it comes back with each lease, for ever.
    except Exception as error:
        if outage(error):
            raise
        logger.exception("a job that is given up could not be told of", extra={"kind": claim.kind})
    _end(claim, JobState.FAILED, fault.shown)


def _tell_exhausted(claim: ledger.Claim, tenant: TenantRef | None, fault: _Fault) -> None:
    if job_class := registry.known_class(claim.kind):
        with _scope(tenant):
            job = job_class.from_payload(claim.payload)
            registry.HANDLERS[job_class].exhausted(job, fault.detail)


def _end(claim: ledger.Claim, state: JobState, error: dict[str, Any] | None = None) -> None:
    with shared_scope():
        ledger.finish(claim, state, error)


def _scope(tenant: TenantRef | None) -> AbstractContextManager[Any]:
    return tenant_scope(tenant) if tenant else shared_scope()
