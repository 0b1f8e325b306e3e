"""Let a worker know whether the job is still its own."""

import threading
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from project.kernel.db import shared_scope
from project.kernel.jobs.ledger import LEASE_SECONDS, Claim, LeaseLost
from project.kernel.models import JobRecord

HEARTBEAT_SECONDS = LEASE_SECONDS / 3


class Lease:
    """Hold a claimed job: renew it in the background, fence writes, show progress."""

    def __init__(self, claim: Claim) -> None:
        """Start without renewing; enter the lease as a context to renew it."""
        self.claim = claim
        self._over = threading.Event()
        self._lost = threading.Event()
        self._cancelled = threading.Event()
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

    def guard(self) -> None:
        """Lock the ledger's row until the caller's transaction ends; raise LeaseLost when fenced off."""
        held = JobRecord.objects.held(self.claim.job_id, self.claim.fence).select_for_update(no_key=True)
        if self._lost.is_set() or held.values_list("pk", flat=True).first() is None:
            raise LeaseLost(str(self.claim.job_id))

    def progress(self, **counts: Any) -> None:
        """Store what is done of the whole, for example `total=100, done=40, failed=0`."""
        JobRecord.objects.held(self.claim.job_id, self.claim.fence).update(progress=counts)

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
