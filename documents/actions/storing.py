"""Keep the bytes of an upload: outside of any transaction, under an opaque name."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, OperationalError, transaction

from documents.ingest.sniff import sniff
from documents.ingest.types import ConversionFailed, FailureCode
from documents.jobs import ORPHANED_SECONDS, RemoveFiles
from project.kernel.db import TenantRef
from project.kernel.errors import RaglanError, TooLarge, UnsupportedFormat
from project.kernel.fullness import fullness
from project.kernel.jobs import enqueue, withdraw

HEAD_BYTES = 65_536
# Formats whose kind stands at the end or the middle of the file: archives and compound files.
WHOLE = (b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))
REFUSED = (FailureCode.UNSUPPORTED,)
# Our own errors are raised before the commit, and these two say that PostgreSQL refused a row.
ROLLED_BACK = (RaglanError, DataError, IntegrityError)


@dataclass(frozen=True, kw_only=True)
class Stored:
    """Say where the bytes are and what they are."""

    key: str
    sha256: str
    size_bytes: int


def check_content(file: "File[Any]", filename: str) -> str:
    """Return the SHA-256 of a file that may be kept; raise TooLarge or UnsupportedFormat."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise TooLarge(f"The upload limit is {settings.UPLOAD_LIMIT_BYTES} bytes.")
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    _check_format(file, filename)
    return digest.hexdigest()


@contextmanager
def stored(tenant: TenantRef, file: "File[Any]", sha256: str) -> Iterator[Stored]:
    """Keep the file while the caller writes its row; remove it again where the row was surely not written.

    Where the connection broke during the commit, or what follows it failed, the row may stand: then the file stays
    until a job, which was asked for before it was there, has looked whether a row names it.
    """
    file.seek(0)
    name = f"{tenant.schema}/{uuid4().hex}"
    with transaction.atomic(durable=True):
        backstop = enqueue(RemoveFiles(storage_keys=(name,)), delay_seconds=ORPHANED_SECONDS)
    try:
        key = default_storage.save(name, file)
    except OSError:
        _take_back(name, backstop)
        raise
    try:
        yield Stored(key=key, sha256=sha256, size_bytes=file.size or 0)
    except ROLLED_BACK:
        _take_back(key, backstop)
        raise
    except OperationalError as failure:
        # A full disk is no broken connection: PostgreSQL has rolled back before it said so.
        if fullness(failure):
            _take_back(key, backstop)
        raise
    withdraw(backstop)


def _take_back(name: str, backstop: UUID) -> None:
    """Remove a file that no row names, written in part or not; where there is no room to do so, the job does it."""
    with suppress(OSError, OperationalError):
        default_storage.delete(name)
        withdraw(backstop)


def _check_format(file: "File[Any]", filename: str) -> None:
    file.seek(0)
    content = file.read(HEAD_BYTES)
    if content.startswith(WHOLE):
        file.seek(0)
        content = file.read()
    try:
        sniff(content, filename)
    except ConversionFailed as failure:
        # Other faults are the document's, and its page tells them.
        if failure.code in REFUSED:
            raise UnsupportedFormat(failure.detail) from failure
