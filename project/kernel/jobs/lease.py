"""Let a worker know whether the job is still its own."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from project.kernel.db import shared_scope
from project.kernel.jobs.ledger import LEASE_SECONDS, Claim, LeaseLost
from project.kernel.jobs.stages import entered
from project.kernel.models import JobRecord, JobState

HEARTBEAT_SECONDS = LEASE_SECONDS / 3
# Long work steps aside after this long, so that every tenant has its turn.
TURN_SECONDS = 5.0
# Where nobody else waits it goes on, yet no longer than this: a worker that is to end waits for it.
LONGEST_TURN_SECONDS = 20.0


class Lease:
    """Hold a claimed job: renew it in the background, fence writes, show progress."""

    def __init__(self, claim: Claim) -> None:
        """Start without renewing; enter the lease as a context to renew it."""
        self.claim = claim
        # How long the job waits for its next turn; None where it ends with this one.
        self.wait_seconds: float | None = None
        self.begin_turn()
        self._over = threading.Event()
        self._lost = threading.Event()
        self._cancelled = threading.Event()
        # Until the heart has looked, somebody may wait.
        self._is_awaited = True
        if claim.cancel_requested:
            self._cancelled.set()
        self._heart = threading.Thread(target=self._beat, name="lease-heartbeat", daemon=True)

    def __enter__(self) -> "Lease":
        self._heart.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._heart.join()

    @property
    def cancelled(self) -> bool:
        """Say whether somebody asked this job to stop."""
        return self._cancelled.is_set()

    def begin_turn(self) -> None:
        """Count the turn from now: what a job must do before it can go on at all is no part of it."""
        self._turn_began = time.monotonic()

    @property
    def is_turn_over(self) -> bool:
        """Say whether it is another job's turn, so that what is left should wait for the next."""
        return time.monotonic() - self._turn_began >= (
            TURN_SECONDS if self._is_awaited else LONGEST_TURN_SECONDS
        )

    def step_aside(self, *, wait_seconds: float = 0.0) -> None:
        """Have the job wait for another turn, as the same job, once its handler has returned."""
        self.wait_seconds = wait_seconds

    def guard(self) -> None:
        """Lock the ledger's row until the caller's transaction ends; raise LeaseLost when fenced off."""
        held = JobRecord.objects.held(self.claim.job_id, self.claim.fence).select_for_update(no_key=True)
        if self._lost.is_set() or held.values_list("pk", flat=True).first() is None:
            raise LeaseLost(str(self.claim.job_id))

    def enter(self, stage: str) -> None:
        """Count the time from now on as that of a stage, as in `enter("splitting")`; outside of any transaction."""
        if self.claim.stages.get("name") == stage:
            return
        stages = entered(self.claim.stages, stage)
        with transaction.atomic():
            JobRecord.objects.held(self.claim.job_id, self.claim.fence).update(stages=stages)
        self.claim = replace(self.claim, stages=stages)

    def progress(self, **counts: Any) -> None:
        """Store what is done of the whole, for example `total=100, done=40, failed=0`.

        What the job needs to go on at its next turn is `kept`; it is forgotten when the job ends.

        Attempts count anew where more is done than before: only work that comes no further is given up.
        """
        held = JobRecord.objects.held(self.claim.job_id, self.claim.fence)
        before: Any = held.values_list("progress__done", "progress__failed").first() or ()
        is_further = _settled(counts) > sum(count or 0 for count in before)
        held.update(progress=counts, **({"attempts": 1} if is_further else {}))
        if is_further:
            transaction.on_commit(self._count_anew)

    def _count_anew(self) -> None:
        self.claim = replace(self.claim, attempts=1)

    def _beat(self) -> None:
        try:
            with shared_scope():
                while not self._over.wait(HEARTBEAT_SECONDS):
                    self._renew()
        finally:
            if not self._over.is_set():
                self._lost.set()  # nobody renews the lease any more
            connections.close_all()

    def _renew(self) -> None:
        try:
            self._extend()
        except (OperationalError, InterfaceError):
            # PostgreSQL restarts: try again at the next beat; the fence settles who was late.
            connections.close_all()

    def _extend(self) -> None:
        until = timezone.now() + timedelta(seconds=LEASE_SECONDS)
        held = JobRecord.objects.held(self.claim.job_id, self.claim.fence)
        if not held.update(lease_until=until):
            self._lost.set()
        elif held.filter(cancel_requested=True).exists():
            self._cancelled.set()
        self._is_awaited = _waits_beside(self.claim)


def _waits_beside(claim: Claim) -> bool:
    """Say whether another job waits in the queue, but for more work of the same kind for the same tenant."""
    due = JobRecord.objects.filter(queue=claim.queue, state=JobState.QUEUED, run_after__lte=Now())
    return due.exclude(kind=claim.kind, tenant_id=claim.tenant_id).exists()


def _settled(progress: Mapping[str, Any]) -> int:
    return int(progress.get("done", 0)) + int(progress.get("failed", 0))
