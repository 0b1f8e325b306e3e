"""Long work ends its turn sooner where somebody else waits."""

import time

import pytest

from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Lease, enqueue, ledger
from tests.factories.jobs import Knock

PATIENCE_SECONDS = 10


@pytest.fixture
def lease(tenant: TenantRef, monkeypatch: pytest.MonkeyPatch) -> Lease:
    """Return the lease of a job whose turn is long over, unless nobody waits."""
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    monkeypatch.setattr("project.kernel.jobs.lease.HEARTBEAT_SECONDS", 0.05)
    ask(tenant)
    with shared_scope():
        claim = ledger.claim_next(Knock.queue, "works")
    assert claim is not None
    return Lease(claim)


def ask(tenant: TenantRef) -> None:
    with tenant_scope(tenant):
        enqueue(Knock())


def becomes(lease: Lease, is_over: bool) -> bool:
    """Say whether a turn is over, or not, within a few heartbeats."""
    until = time.monotonic() + PATIENCE_SECONDS
    while lease.is_turn_over is not is_over and time.monotonic() < until:
        time.sleep(0.02)
    return lease.is_turn_over is is_over


def test_a_turn_goes_on_where_nobody_waits_until_somebody_does(
    lease: Lease, tenant: TenantRef, other_tenant: TenantRef
) -> None:
    with lease:
        assert becomes(lease, is_over=False)
        # More of its own work is done in the same turn.
        ask(tenant)
        time.sleep(0.3)
        assert not lease.is_turn_over
        ask(other_tenant)
        assert becomes(lease, is_over=True)


def test_a_turn_ends_although_nobody_waits(lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is to end waits for its job."""
    with lease:
        assert becomes(lease, is_over=False)
        monkeypatch.setattr("project.kernel.jobs.lease.LONGEST_TURN_SECONDS", 0)
        assert lease.is_turn_over
