"""A build on Ray comes to the same index version as one by the workers, chunk for chunk."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.actions import indexes
from documents.jobs import BuildIndexOnRay
from documents.models import Chunk, IndexVersion
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.factories import jobs
from tests.integration.documents.conftest import Upload

ROOT = Path(__file__).parent.parent.parent.parent
Run = Callable[[], int]
WINDOW = 16
SETTINGS = '{"splitter": {"max_tokens": 40}}'
FIELDS = (
    "key",
    "document_id",
    "ordinal",
    "text",
    "section",
    "start",
    "end",
    "tokens",
    "terms",
    "embedded_hash",
)


def reindex_on_ray(tenant: TenantRef, *options: str) -> str:
    """Run the command as an operator does, in a process of its own."""
    command = [sys.executable, "manage.py", "reindex", tenant.slug, "--engine", "ray", *options]
    found = subprocess.run(
        command, check=False, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=110
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def killed_on_ray(tenant: TenantRef, index_id: int, *options: str) -> dict[int, str]:
    """Run the command until some of its batches are written, and kill it; return what wrote each vector by then."""
    command = [sys.executable, "manage.py", "reindex", tenant.slug, "--engine", "ray", *options]
    running = subprocess.Popen(
        command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 110
        while (
            running.poll() is None and time.monotonic() < deadline and len(writers(tenant, index_id)) < WINDOW
        ):
            time.sleep(0.02)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    return writers(tenant, index_id)


def writers(tenant: TenantRef, index_id: int) -> dict[int, str]:
    """Return which transaction wrote the vector of each chunk that has one."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"embedding_{index_id}"])
        if cursor.fetchone() == (None,):
            return {}
        cursor.execute(f"SELECT chunk_id, xmin::text FROM embedding_{index_id}")
        return dict(cursor.fetchall())


def rows_of(tenant: TenantRef, index_id: int) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    """Return the chunks of an index version with all that search reads of them, and their vectors."""
    with tenant_scope(tenant), transaction.atomic():
        splitting = IndexVersion.objects.get(pk=index_id).splitting
        chunks = Chunk.objects.filter(splitting=splitting).order_by("document_id", "ordinal")
        ids = list(chunks.values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT chunk_id, vector::text FROM embedding_{index_id}")
            vectors = {
                chunk_id: np.fromstring(vector.strip("[]"), sep=",") for chunk_id, vector in cursor.fetchall()
            }
        return list(chunks.values_list(*FIELDS)), np.stack([vectors[pk] for pk in ids])


def built_by_workers(
    client: APIClient, run_jobs: Run, tenant: TenantRef
) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    """Return the rows of index version 2 as workers build it; it is given up then, and 3 is the next."""
    run_jobs()
    call_command("reindex", tenant.slug, "--index-settings", SETTINGS, stdout=StringIO())
    run_jobs()
    rows = rows_of(tenant, 2)
    client.post("/api/v1/indexes/2/cancel")
    run_jobs()
    return rows


@pytest.mark.slow
def test_ray_builds_the_same_chunk_for_chunk(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    for number in range(3):
        upload(f"# Leave {number}\n\n" + f"Parental leave number {number} is twelve weeks. " * 30)
    here, near = built_by_workers(client, run_jobs, tenant)
    said = reindex_on_ray(tenant, "--index-settings", SETTINGS, "--wait")
    there, far = rows_of(tenant, 3)
    assert "index version 3 is live" in said
    jobs.deliver_again(BuildIndexOnRay)
    run_jobs()
    assert rows_of(tenant, 3)[0] == there
    assert (len(here) > 9, there) == (True, here)
    assert float((near * far).sum(axis=1).min()) > 0.999


@pytest.mark.slow
def test_a_build_on_ray_that_is_killed_goes_on_and_does_nothing_twice(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `kill -9` of its process, between the batches; the result is that of the workers, chunk for chunk."""
    monkeypatch.setenv("RAY_WINDOW_PASSAGES", str(WINDOW))
    for number in range(6):
        upload(f"# Leave {number}\n\n" + f"Parental leave number {number} is twelve weeks. " * 60)
    here, near = built_by_workers(client, run_jobs, tenant)
    before = killed_on_ray(tenant, 3, "--index-settings", SETTINGS)
    assert WINDOW <= len(before) < len(here)
    assert "index version 3 goes on" in reindex_on_ray(tenant, "--index-settings", SETTINGS, "--wait")
    there, far = rows_of(tenant, 3)
    assert before.items() <= writers(tenant, 3).items()
    assert client.get("/api/v1/indexes").json()["results"][0]["cost"]["embedded_chunks"] == len(here)
    assert there == here
    assert float((near * far).sum(axis=1).min()) > 0.999


@pytest.mark.slow
def test_a_build_on_ray_that_was_broken_off_goes_on(upload: Upload, run_jobs: Run, ada: Actor) -> None:
    """Its process is gone; the next one takes the candidate as it is."""
    upload()
    run_jobs()
    with tenant_scope(ada.tenant):
        indexes.build(actor=ada, settings={}, engine="ray")
    assert "index version 2 goes on" in reindex_on_ray(ada.tenant, "--wait")
