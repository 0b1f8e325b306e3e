"""Take many documents at once: good lines are kept and loaded behind, a bad one is refused alone."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from documents.access import visible_collections
from documents.actions.naming import People
from documents.actions.storing import stored
from documents.jobs import LoadDocuments
from documents.lines import BadLine, BulkLine, read_line
from project.kernel.errors import Invalid, TooLarge
from project.kernel.jobs import enqueue
from project.kernel.unknown import quoted
from tenants.types import Actor

IN_MEMORY_BYTES = 5_000_000
# Beyond these a body is no list of documents, and reading on would only hold the process.
MOST_LINES, MOST_REJECTED = 1_000_000, 10_000
# What waits in memory for the people that it names to be looked up.
BATCH_LINES, BATCH_BYTES = 500, 4_000_000


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """Say which line was refused and why; lines count from 1."""

    line: int
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Say how many lines were taken, which were not, and which job loads them."""

    accepted: int
    rejected: tuple[Rejected, ...]
    job_id: UUID | None


Numbered = tuple[int, BulkLine | Rejected]
# What a line holds in memory: as many bytes as were sent of it; a refused one has left only a sentence.
Sized = tuple[Numbered, int]


def load(*, actor: Actor, lines: Iterable[bytes]) -> Receipt:
    """Keep the good lines in one file and ask for their loading.

    Raise Invalid where there is no line, or too many are wrong, and TooLarge for too many lines.
    """
    with transaction.atomic(durable=True):
        slugs = frozenset(visible_collections(actor=actor).values_list("slug", flat=True))
    accepted, rejected = 0, []
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as spool:
        for result in _checked(actor, lines, slugs):
            if isinstance(result, BulkLine):
                spool.write(result.encoded())
                accepted += 1
            else:
                rejected.append(result)
            _refuse_too_many(rejected)
        if not accepted and not rejected:
            raise Invalid("Expected at least one line.")
        job_id = _ask(actor, File(spool, name="bulk.ndjson"), spool.tell(), accepted) if accepted else None
    return Receipt(accepted=accepted, rejected=tuple(rejected), job_id=job_id)


def _checked(actor: Actor, lines: Iterable[bytes], slugs: frozenset[str]) -> Iterator[BulkLine | Rejected]:
    """Yield what each line says, its people looked up for many lines at once."""
    people = People(actor)
    for batch in _batches(_read(lines, slugs)):
        people.learn([line for _, line in batch if isinstance(line, BulkLine)])
        for number, line in batch:
            yield line if isinstance(line, Rejected) else _resolved(people, number, line)


def _batches(lines: Iterable[Sized]) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    batch_bytes = 0
    for numbered, size_bytes in lines:
        batch.append(numbered)
        batch_bytes += size_bytes
        if len(batch) >= BATCH_LINES or batch_bytes > BATCH_BYTES:
            yield batch
            batch, batch_bytes = [], 0
    yield batch


def _resolved(people: People, number: int, line: BulkLine) -> BulkLine | Rejected:
    try:
        return people.resolved(line)
    except BadLine as wrong:
        return Rejected(line=number, code=wrong.code, detail=wrong.detail)


def _read(lines: Iterable[bytes], slugs: frozenset[str]) -> Iterator[Sized]:
    for number, raw in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise TooLarge(f"Expected at most {MOST_LINES} lines; send the others in another request.")
        if not raw.strip():
            continue
        try:
            line = read_line(raw)
            if line.collection not in slugs:
                raise BadLine("unknown_collection", f"There is no collection {quoted(line.collection)}.")
        except BadLine as wrong:
            yield (number, Rejected(line=number, code=wrong.code, detail=wrong.detail)), 0
        else:
            yield (number, line), len(raw)


def _refuse_too_many(rejected: Sequence[Rejected]) -> None:
    if len(rejected) > MOST_REJECTED:
        first = rejected[0]
        raise Invalid(
            f"More than {MOST_REJECTED} lines are wrong, and none was taken. Line {first.line}: {first.detail}",
            code="too_many_bad_lines",
        )


def _ask(actor: Actor, file: "File[Any]", size_bytes: int, line_count: int) -> UUID:
    file.size = size_bytes
    with stored(actor.tenant, file, "") as kept, transaction.atomic(durable=True):
        job = LoadDocuments(storage_key=kept.key, user_id=actor.user_id, line_count=line_count)
        return enqueue(job)
