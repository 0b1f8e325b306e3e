"""Ingest through the product's own worker processes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests import environment  # isort: skip  # first: it sets Django up

from django.db import transaction

from documents.models import Document
from documents.types import Status
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.stack import Stack
from workers.bell import ring

ROLES = ("worker-parse", "worker-embed", "worker-sweep", "beat")
LOOKS_SECONDS = 0.05
PATIENCE_SECONDS = 1_800


@contextmanager
def worker_processes() -> Iterator[None]:
    """Let workers run as in production: some read and cut, one embeds, on one thread."""
    stack = Stack(folder=environment.services.folder, variables={"EMBED_THREADS": "1"})
    try:
        stack.start(*ROLES)
        yield
    finally:
        stack.stop()


def seconds_until_ready(owner: Actor, count: int, accept: Callable[[], object]) -> float:
    """Accept documents; return how long it takes until so many of the tenant's are ready."""
    begun = time.perf_counter()
    with tenant_scope(owner.tenant):
        accept()
        ring("parse")
        while _ready() < count:
            if time.perf_counter() - begun > PATIENCE_SECONDS:
                raise TimeoutError(f"{_ready()} of {count} documents were ready in time")
            time.sleep(LOOKS_SECONDS)
    return time.perf_counter() - begun


@transaction.atomic
def _ready() -> int:
    return Document.objects.filter(status=Status.READY).count()
