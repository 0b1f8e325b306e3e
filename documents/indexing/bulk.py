"""Load the documents of a bulk upload, a batch at a time; what a broken run has loaded is not loaded again."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from documents.access import access_writer
from documents.indexing.deciding import begin, decide
from documents.indexing.drafts import (
    Draft,
    described,
    document_of,
    draft_of,
    homes_of,
    is_same,
    standing,
    version_of,
)
from documents.indexing.erased import Name, erased_since
from documents.indexing.first import ensure_live_index
from documents.indexing.parse import (
    EMBED_ONCE,
    NewVersion,
    describe,
    open_splittings,
    required_tenant,
    write_versions,
)
from documents.indexing.rows import insert_models, number_rows
from documents.indexing.tally import Tally
from documents.indexing.withdrawing import ask_for_ends
from documents.jobs import EmbedPending, LoadDocuments, RemoveFiles
from documents.lines import BadLine, BulkLine, read_line
from documents.models import Collection, Document, DocumentVersion
from documents.search.corpus import lock_corpus
from documents.search.scopes import Scopes, read_scopes
from project.kernel.errors import Conflict
from project.kernel.jobs import Lease, enqueue
from project.kernel.jobs.reading import find_job, jobs_of_tenant
from tenants.actions import usage
from tenants.types import Actor, UsageKind

logger = logging.getLogger(__name__)

# Larger batches share more of their postings' rows; what a batch holds in memory is bounded all the same.
BATCH_LINES, BATCH_BYTES = 500, 4_000_000
# What embeds waits for the first one.
FIRST_LINES = 64
# Another upload may change a document between reading and writing it: then its line is prepared again.
ATTEMPTS = 3
# By the ids of documents that stand.
_Decided = Mapping[UUID, BulkLine]


class _Stale(Exception):
    """Leave a batch whose documents, or the way they are cut, changed while it was prepared."""


def load_documents(job: LoadDocuments, *, lease: Lease) -> None:
    """Store, cut and queue for embedding what the file holds, a turn at a time; then remove the file."""
    tenant = required_tenant()
    if not default_storage.exists(job.storage_key):
        return
    actor = access_writer(tenant=tenant, person_id=job.user_id)
    ensure_live_index(tenant)
    with transaction.atomic():
        record = find_job(lease.claim.job_id)
        tally = Tally.of(job, record.progress)
    with default_storage.open(job.storage_key, "rb") as file:
        # What an attempt before has loaded may have been changed or erased since: it is not touched again.
        lines = _lines_from(file, tally)
        # Where files are elsewhere, the whole of it came just now.
        lease.begin_turn()
        while not lease.cancelled and (batch := _next_batch(lines, is_first=not tally.offset)):
            tally = _load_batch(actor, batch, tally, lease, record.created_at)
            if lease.is_turn_over and not lease.cancelled:
                lease.step_aside()
                return
    default_storage.delete(job.storage_key)


def _lines_from(file: "File[Any]", tally: Tally) -> Iterator[bytes]:
    file.seek(tally.offset)
    return iter(file.readline, b"")


def _next_batch(lines: Iterator[bytes], *, is_first: bool) -> list[bytes]:
    most = min(FIRST_LINES, BATCH_LINES) if is_first else BATCH_LINES
    batch: list[bytes] = []
    size_bytes = 0
    for line in islice(lines, most):
        batch.append(line)
        size_bytes += len(line)
        if size_bytes > BATCH_BYTES:
            break
    return batch


def give_up_load(job: LoadDocuments, reason: str) -> None:
    """Count what no attempt could load as failed, name it in the log, and remove the file."""
    if not default_storage.exists(job.storage_key):
        return
    with transaction.atomic():
        records = jobs_of_tenant().filter(kind=job.kind(), payload__storage_key=job.storage_key)
        record = records.select_for_update(no_key=True).first()
        tally = Tally.of(job, record.progress if record else {})
        with default_storage.open(job.storage_key, "rb") as file:
            lost = [_name(raw) for raw in _lines_from(file, tally)]
            given_up = replace(tally, failed=tally.failed + len(lost), offset=file.tell())
        records.update(progress=given_up.progress())
    logger.error("lines of a bulk upload were lost", extra={"reason": reason, "external_ids": lost})
    default_storage.delete(job.storage_key)


def remove_files(job: RemoveFiles, *, lease: Lease) -> None:
    """Remove files that a request which erased or stored documents may have left."""
    with transaction.atomic():
        kept = set(
            DocumentVersion.objects.filter(storage_key__in=job.storage_keys).values_list(
                "storage_key", flat=True
            )
        )
        loads = jobs_of_tenant().filter(kind=LoadDocuments.kind(), payload__storage_key__in=job.storage_keys)
        kept |= set(loads.open().values_list("payload__storage_key", flat=True))
    for key in set(job.storage_keys) - kept:
        default_storage.delete(key)


def _name(raw: bytes) -> str:
    try:
        return read_line(raw).external_id
    except BadLine as wrong:
        return wrong.code


def _load_batch(
    actor: Actor, batch: Sequence[bytes], tally: Tally, lease: Lease, begun_at: datetime
) -> Tally:
    """Load a batch as a whole; raise Conflict where its documents do not stand still."""
    latest, unread = _latest(batch)
    for _ in range(ATTEMPTS):
        lease.enter("splitting")
        drafts, decided, refused = _prepare(actor, latest, begun_at)
        after = tally.after(batch, unread + refused)
        lease.enter("storing")
        with suppress(_Stale):
            _write(actor, drafts, decided, after, lease)
            return after
    raise Conflict("The documents changed at each attempt to load them.")


def _latest(batch: Iterable[bytes]) -> tuple[dict[Name, BulkLine], int]:
    """Return the lines by name, of which the last counts, and how many cannot be read."""
    latest: dict[Name, BulkLine] = {}
    unread = 0
    for raw in batch:
        try:
            line = read_line(raw)
        except BadLine:
            unread += 1
        else:
            name = (line.collection, line.external_id)
            latest[name] = line.after(latest[name]) if name in latest else line
    return latest, unread


def _prepare(
    actor: Actor, latest: Mapping[Name, BulkLine], begun_at: datetime
) -> tuple[list[Draft], _Decided, int]:
    """Prepare the lines that say something new, outside of any transaction; count those that the actor may not load.

    Beside them are the documents that stand and whose lines decide something of them, their text the same or not.
    """
    with transaction.atomic():
        collections = dict(Collection.objects.visible_to(actor).values_list("slug", "pk"))
        known = standing(actor, latest.values())
        # Who erased a document after its line was sent does not want it back.
        erased = erased_since(tenant=actor.tenant, moment=begun_at, names=latest)
        wanted = {line.collection for line in latest.values()}
        homes = homes_of({slug: pk for slug, pk in collections.items() if slug in wanted})
    refused = [
        name
        for name, line in latest.items()
        if line.collection not in homes
        or name in erased - known.keys()
        or (name in known and not known[name]["is_visible"])
    ]
    if refused:
        logger.warning("lines of a bulk upload were refused", extra={"names": refused})
    drafts = [
        draft_of(line, homes[line.collection], known.get(name))
        for name, line in latest.items()
        if name not in refused and not is_same(line, known.get(name))
    ]
    decided = {
        known[name]["document_id"]: line
        for name, line in latest.items()
        if line.is_decided and name in known and name not in refused
    }
    return drafts, decided, len(refused)


@transaction.atomic
def _write(actor: Actor, drafts: Sequence[Draft], decided: _Decided, after: Tally, lease: Lease) -> None:
    """Write all drafts, and that their lines are done; raise _Stale where a document is not as it was read."""
    lease.guard()
    lease.progress(**after.progress())
    if not drafts and not decided:
        return
    lock_corpus(actor.tenant)
    scopes = read_scopes()
    documents = _make(actor, [draft for draft in drafts if draft.is_new], scopes)
    older = [*{draft.document_id for draft in drafts if not draft.is_new} | decided.keys()]
    for document in Document.objects.visible_to(actor).locked(older) if older else ():
        documents[document.pk] = document
    if not _are_fresh(drafts, documents, scopes):
        raise _Stale
    decide(actor, [(documents[key], line) for key, line in decided.items() if key in documents])
    if drafts:
        _write_versions(actor, drafts, documents)


def _write_versions(actor: Actor, drafts: Sequence[Draft], documents: Mapping[UUID, Document]) -> None:
    versions = {draft.document_id: version_of(draft, actor.user_id) for draft in drafts}
    number_rows(list(versions.values()))
    insert_models(list(versions.values()))
    write_versions(
        [
            NewVersion(
                document=described(documents[draft.document_id], draft),
                version_id=versions[draft.document_id].pk,
                extracted=draft.extracted,
                chunks=draft.chunks,
                is_first=draft.is_new,
            )
            for draft in drafts
        ]
    )
    enqueue(EmbedPending(), dedupe=EMBED_ONCE)
    usage.count(actor=actor, kind=UsageKind.DOCUMENTS, amount=len(drafts))


def _make(actor: Actor, drafts: Sequence[Draft], scopes: Scopes) -> dict[UUID, Document]:
    """Write the documents of new names; return those that the actor sees, and that nobody else wrote first."""
    audiences = dict(Collection.objects.values_list("pk", "audience_id"))
    if any(draft.collection_id not in audiences for draft in drafts):
        raise _Stale
    made = {draft.document_id: document_of(draft, audiences[draft.collection_id]) for draft in drafts}
    for draft in drafts:
        describe(made[draft.document_id], draft.extracted, draft.chunks, scopes)
    begin([(made[draft.document_id], draft.line) for draft in drafts if draft.line.is_decided])
    insert_models(list(made.values()), unless_there=True)
    # Whom a line leaves out of its readers has written it all the same.
    mine = Exists(Document.objects.visible_to(actor).filter(pk=OuterRef("pk"))) | Q(own_readers__isnull=False)
    there = Document.objects.filter(mine, pk__in=list(made)).values_list("pk", flat=True)
    written = {pk: made[pk] for pk in there}
    ask_for_ends(written.values())
    return written


def _are_fresh(drafts: Sequence[Draft], documents: Mapping[UUID, Document], scopes: Scopes) -> bool:
    return all(
        draft.splittings == open_splittings(draft.collection_id, scopes)
        and _is_fresh(draft, documents.get(draft.document_id))
        for draft in drafts
    )


def _is_fresh(draft: Draft, document: Document | None) -> bool:
    if document is None or document.latest_version != (1 if draft.is_new else draft.number - 1):
        return False
    # Where the line has no title, the document keeps the one that somebody gave it meanwhile.
    return bool(draft.is_new or draft.line.title) or document.title == draft.title
