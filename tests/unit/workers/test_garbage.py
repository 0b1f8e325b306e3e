"""A worker that computes collects garbage seldom, from its start on."""

import gc
from collections.abc import Iterator

import pytest
from celery.signals import worker_init

from workers import celery_app, garbage


@pytest.fixture
def thresholds() -> Iterator[None]:
    """Leave the collection of garbage as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("thresholds")
def test_a_worker_that_starts_leaves_what_stands_out_of_collections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(celery_app, "refuse_unsafe_start", lambda: None)
    worker_init.send(sender=None)
    assert gc.get_threshold() == garbage.THRESHOLDS
    assert gc.get_freeze_count() > 0
