"""Begin each test with an empty ledger: what an earlier test asked for and never ran is not this one's."""

import pytest

from project.kernel.db import shared_scope
from project.kernel.models import JobRecord


@pytest.fixture(autouse=True)
def empty_ledger(database: None) -> None:
    """Forget the jobs of earlier tests."""
    with shared_scope():
        JobRecord.objects.all().delete()
