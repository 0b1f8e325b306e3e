"""A full disk refuses what would be written with its reason, keeps nothing by halves, and is well once it has room."""

import asyncio
import errno
import gc
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from project import asgi
from project.kernel.db import TenantRef
from project.kernel.http.room import RefusedWithoutRoom
from tests import environment
from tests.factories import jobs
from tests.integration.documents.conftest import Upload
from tests.needs import do_without
from tests.services import DATABASE
from workers import runner

Run = Callable[[], int]
ROOM_BYTES = 1_000_000
LONG = "Parental leave is twelve weeks. " * 60_000


@dataclass(frozen=True)
class Disk:
    """A disk of one megabyte."""

    folder: Path

    def fill(self) -> None:
        """Leave no room."""
        with (self.folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(4096))

    def clear(self) -> None:
        """Give the room back."""
        (self.folder / "filler").unlink()

    def files(self) -> list[str]:
        """Return what lies on it, but for the filler."""
        return [file.name for file in self.folder.rglob("*") if file.is_file() and file.name != "filler"]


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Return a disk that has room."""
    folder = Path(tempfile.mkdtemp(prefix="raglan-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_BYTES},mode=0777", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        folder.rmdir()
        do_without("who runs the tests may not mount a disk")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture
def storage(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Keep the files of uploads on the disk."""
    made = FileSystemStorage(location=disk.folder)
    for module in ("actions.storing", "indexing.originals"):
        monkeypatch.setattr(f"documents.{module}.default_storage", made)
    return disk


@pytest.fixture
def tablespace(disk: Disk, client: APIClient, tenant: TenantRef) -> Iterator[Disk]:
    """Keep the rows of versions and chunks on the disk."""
    folder = disk.folder / "tablespace"
    folder.mkdir()
    folder.chmod(0o777)
    tables = [f"{tenant.schema}.{name}" for name in ("document_version", "chunk")]
    if os.geteuid() == 0:
        os.chown(folder, *_owner_of(environment.services.folder / "pg"))
    admin = f"host={environment.services.folder / 'pg'} user=postgres dbname={DATABASE}"
    with psycopg.connect(admin, autocommit=True) as superuser:
        superuser.execute(f"CREATE TABLESPACE tiny LOCATION '{folder}'".encode())
        for table in tables:
            superuser.execute(f"ALTER TABLE {table} SET TABLESPACE tiny".encode())
        yield disk
        for table in tables:
            superuser.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default".encode())
        superuser.execute("DROP TABLESPACE tiny")


def _owner_of(folder: Path) -> tuple[int, int]:
    return folder.stat().st_uid, folder.stat().st_gid


def send(client: APIClient, text: str) -> Any:
    file = SimpleUploadedFile("leave.md", text.encode(), "text/markdown")
    return client.post("/api/v1/documents", {"collection": "hr", "file": file}, format="multipart")


def refused(answer: Any, disk: str) -> bool:
    """Say whether an answer names the disk that is full, and when to come back."""
    body = json.loads(answer.content)
    named = (answer.status_code, body["code"], f"disk {disk} is full" in body["detail"])
    return named == (507, "storage_full", True) and answer.headers["Retry-After"] == "30"


def test_an_upload_without_room_for_its_file_is_refused_and_leaves_nothing(
    client: APIClient, storage: Disk, run_jobs: Run, tenant: TenantRef
) -> None:
    assert refused(send(client, LONG), "for files")
    assert (storage.files(), client.get("/api/v1/documents").json()["results"]) == ([], [])
    assert jobs.waiting(tenant) == []
    kept = send(client, "Parental leave is twelve weeks.")
    run_jobs()
    assert client.get(f"/api/v1/documents/{kept.json()['id']}").json()["status"] == "ready"


def test_an_upload_without_room_for_its_rows_is_refused_and_leaves_nothing(
    client: APIClient, tablespace: Disk, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    tablespace.fill()
    assert refused(send(client, "Parental leave is twelve weeks."), "of the database")
    assert jobs.waiting(tenant) == []
    assert client.get("/api/v1/documents").json()["results"] == []  # reading goes on
    tablespace.clear()
    document = upload()
    run_jobs()
    assert client.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


def test_what_is_read_while_the_disk_is_full_waits_for_room(
    client: APIClient, tablespace: Disk, upload: Upload, run_jobs: Run
) -> None:
    """No attempt is spent: the document is not set aside, however long that lasts."""
    document = upload()
    tablespace.fill()
    for _ in range(5):
        runner.run_next("parse")
    shown = client.get(f"/api/v1/documents/{document['id']}").json()
    assert (shown["status"], shown["stage"]) == (
        "parsing",
        "A disk is full; this goes on when there is room.",
    )
    tablespace.clear()
    run_jobs()
    assert client.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_body_without_room_is_refused_before_any_view_sees_it(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": bytes(3 * ROOM_BYTES), "more_body": False}

    async def send_back(message: dict[str, Any]) -> None:
        said.append(message)

    application: Any = asgi.application
    scope = {"type": "http", "method": "POST", "path": "/api/v1/documents", "headers": []}
    asyncio.run(application(scope | {"query_string": b"", "http_version": "1.1"}, receive, send_back))
    gc.collect()  # Django leaves the file open that it could not write
    assert (said[0]["status"], json.loads(said[1]["body"])["code"]) == (507, "storage_full")


def test_an_answer_that_has_begun_is_not_followed_by_another() -> None:
    said: list[str] = []

    async def stream(_: object, __: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise OSError(errno.ENOSPC, "full")

    async def send_back(message: dict[str, Any]) -> None:
        said.append(message["type"])

    with pytest.raises(OSError, match="full"):
        asyncio.run(RefusedWithoutRoom(stream)({}, None, send_back))
    assert said == ["http.response.start"]
