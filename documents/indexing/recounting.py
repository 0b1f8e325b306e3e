"""Mend what searches by words count with, where it differs from a recount."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.indexing.parse import MERGE_ONCE, required_tenant
from documents.indexing.withdrawing import overdue, settle
from documents.ingest.split import embedded_text
from documents.ingest.types import Chunk as Cut
from documents.jobs import MergeSegments, RecountPostings
from documents.lexical.analyzer import Analyzer
from documents.models import Chunk, Posting
from documents.search import recount
from documents.search.corpus import lock_corpus
from documents.search.postings import MAX_SMALLINT, write_postings
from documents.search.recount import COUNTS, POSTINGS, Standing
from documents.search.segments import Segment, merge, next_group
from documents.search.tuning import lock_tuning, write_tuning
from documents.search.visibility import forget_segments
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease, enqueue
from project.kernel.jobs.reading import find_job
from project.kernel.models import KEPT

logger = logging.getLogger(__name__)

RECOUNTED = "recounted"
# Documents whose end passed while nobody looked.
ENDS = "ends"
_analyzer = Analyzer()


def differences(tenant: TenantRef) -> Iterator[tuple[str, int]]:
    """Yield what differs and where (0: in the whole tenant), and change nothing."""
    with transaction.atomic():
        recount.stand_still()
        yield from ((COUNTS, 0) for _ in range(recount.wrong_counts()))
        yield from ((ENDS, 0) for _ in overdue())
        segments = recount.all_segments()
    for segment in segments:
        yield from ((kind, segment) for kind in _wrong_in(segment))


def recount_postings(job: RecountPostings, *, lease: Lease) -> None:
    """Compare and mend, segment by segment, a turn at a time; keep how much differed, with its date."""
    tenant = required_tenant()
    with transaction.atomic():
        kept: dict[str, Any] = find_job(lease.claim.job_id).progress.get(KEPT) or {}
        segments = [one for one in recount.all_segments() if one > kept.get("after", -1)]
    found = Counter[str](kept.get("found", {}))
    for segment in segments:
        found.update(mend_segment(tenant, segment, guard=lease.guard))
        if lease.cancelled:
            return
        if lease.is_turn_over:
            _keep_place(lease, segment, found)
            lease.step_aside()
            return
    found.update(mend_whole(tenant, guard=lease.guard))
    _keep(found, lease)


def mend_segment(tenant: TenantRef, segment: int, *, guard: Callable[[], object] = lambda: None) -> set[str]:
    """Mend one segment; return what differed. Nobody waits for a segment that is as it should be."""
    if not _wrong_in(segment):
        return set()
    with transaction.atomic():
        guard()
        lock_corpus(tenant)
        standing, wrong = recount.examined(segment)
        if POSTINGS in wrong:
            _write_anew(standing)
        if not standing.chunks:
            forget_segments([segment])
        elif wrong:
            # A segment merged with nothing has its maps drawn anew.
            places = standing.end - standing.segment
            merge([Segment(first=segment, places=places, size=len(standing.chunks))])
    return wrong


def mend_whole(tenant: TenantRef, *, guard: Callable[[], object] = lambda: None) -> Mapping[str, int]:
    """Mend the counts, and withdraw what should be over; return how many differed. Nobody waits where none does."""
    has_ended, is_miscounted = _wrong_in_whole()
    if not (has_ended or is_miscounted):
        return {}
    with transaction.atomic():
        guard()
        lock_corpus(tenant)
        # Before the counts, which it changes.
        ended = overdue()
        settle(ended)
        if wrong := recount.wrong_counts() if is_miscounted else 0:
            recount.count_anew()
    return {kind: count for kind, count in ((COUNTS, wrong), (ENDS, len(ended))) if count}


@transaction.atomic
def _wrong_in_whole() -> tuple[bool, bool]:
    """Say whether documents should be over, and whether counts differ."""
    recount.stand_still()
    return bool(overdue()), bool(recount.wrong_counts())


@transaction.atomic
def _wrong_in(segment: int) -> set[str]:
    recount.stand_still()
    return recount.examined(segment)[1]


def _write_anew(standing: Standing) -> None:
    """Tell the terms of a segment's chunks apart once more, and write them in place of what there is."""
    Posting.objects.filter(segment=standing.segment).delete()
    rows = Chunk.objects.filter(pk__in=standing.chunks).select_related("version", "document").order_by("pk")
    by_splitting: dict[int, list[tuple[int, int, Mapping[str, int]]]] = {}
    for row in rows:
        terms = _analyzer.counts(embedded_text(_cut(row), _title(row)), row.language or row.version.language)
        length = min(sum(terms.values()), MAX_SMALLINT)
        by_splitting.setdefault(row.splitting, []).append((row.pk, length, terms))
        if length != row.terms:
            Chunk.objects.filter(pk=row.pk).update(terms=length)
    for splitting, chunks in by_splitting.items():
        write_postings(splitting, standing.segment, standing.end - standing.segment, chunks)


def _title(row: Chunk) -> str:
    # What is past was cut under the title that it had.
    return row.version.title if row.splitting < 0 else row.document.title


def _cut(row: Chunk) -> Cut:
    return Cut(
        ordinal=row.ordinal,
        text=row.text,
        head=row.head,
        page=row.page,
        section=tuple(row.section),
        start=row.start,
        end=row.end,
        tokens=row.tokens,
    )


@transaction.atomic
def _keep_place(lease: Lease, segment: int, found: Counter[str]) -> None:
    lease.guard()
    lease.progress(**{KEPT: {"after": segment, "found": dict(found)}})


@transaction.atomic
def _keep(found: Counter[str], lease: Lease) -> None:
    lease.guard()
    if next_group():
        # Uploads look at what came last alone.
        enqueue(MergeSegments(), dedupe=MERGE_ONCE)
    lock_tuning(RECOUNTED)
    write_tuning(RECOUNTED, {"checked_at": timezone.now().isoformat(), "mended": dict(found)})
    if found:
        logger.error(
            "what searches count with differed from a recount, and was mended", extra={"found": dict(found)}
        )
