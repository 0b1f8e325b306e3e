"""Measure search over many tenants by one connection: times, the backend's memory, and how long one takes to make."""

import time
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
import psutil
from django.db import connection, transaction

from project.kernel.db import TenantRef, tenant_scope
from project.kernel.ids import uuid7
from tenants import schemas
from tenants.types import Actor
from tests.bench.scale.loading import fill
from tests.bench.scale.measuring import searching, times
from tests.bench.scale.texts import sample
from tests.factories import cast

CHUNKS_EACH = 200
ROUNDS = 400


def schema_ms(count: int = 10) -> float:
    """Return the median time of making a tenant's role and schema."""
    took = []
    for _ in range(count):
        key, begun = uuid7(), time.perf_counter()
        schemas.create_schema(TenantRef(id=key, slug=f"t{key.hex[:12]}", name="Bench"))
        took.append(time.perf_counter() - begun)
    return round(1000 * float(np.median(took)), 1)


def grow(owners: list[Actor], count: int) -> float:
    """Make tenants with a few chunks each until there are so many; return the seconds that making one took."""
    spent, before = 0.0, len(owners)
    while len(owners) < count:
        begun = time.monotonic()
        tenant = cast.make_tenant("ada")
        spent += time.monotonic() - begun
        fill(tenant, CHUNKS_EACH, [(0, "everyone")], graph_above=CHUNKS_EACH)
        owners.append(cast.actor(tenant, "ada"))
    return round(spent / max(count - before, 1), 3)


def measure(owners: Sequence[Actor]) -> dict[str, Any]:
    """Return times of questions that go round all tenants, and the memory of the backend that has met them all."""
    asking = cycle(owners)

    def ask(question: str) -> float:
        owner = next(asking)
        with tenant_scope(owner.tenant):
            return searching(owner)(question)

    connection.close()
    fresh = _backend_megabytes(owners[0])
    for owner in owners:
        with tenant_scope(owner.tenant):
            searching(owner)(sample().questions[0])
    touched = _backend_megabytes(owners[0])
    return {
        **times(ask, sample().questions, ROUNDS),
        "backend_megabytes": touched,
        "backend_kilobytes_per_tenant": round(1024 * (touched - fresh) / len(owners), 1),
    }


def _backend_megabytes(owner: Actor) -> float:
    with tenant_scope(owner.tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(int(cursor.fetchone()[0]))
    return round(float(backend.memory_full_info().uss) / 1024**2, 1)
