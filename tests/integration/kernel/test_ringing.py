"""A queue is rung once for a transaction, and for what is due alone."""

import pytest
from django.db import transaction

from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import enqueue
from tests.factories.jobs import Knock
from tests.integration.kernel.test_ledger import ask_and_fall_over


def test_a_transaction_rings_once_for_a_queue_and_not_for_what_is_due_later(
    tenant: TenantRef, rung: list[str]
) -> None:
    with tenant_scope(tenant), transaction.atomic():
        for _ in range(3):
            enqueue(Knock())
    assert rung == [Knock.queue]
    with tenant_scope(tenant), transaction.atomic():
        enqueue(Knock(), delay_seconds=60)
    assert rung == [Knock.queue]


def test_a_savepoint_that_is_rolled_back_takes_only_its_own_ring(tenant: TenantRef, rung: list[str]) -> None:
    with tenant_scope(tenant), transaction.atomic():
        with pytest.raises(RuntimeError):
            ask_and_fall_over()
        enqueue(Knock())
    assert rung == [Knock.queue]
