"""Read what stands around passages: their parents, which an answer needs to understand them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Abs, Coalesce, Substr

from documents.models import Chunk, IndexVersion, Reading
from documents.models.chunks import ChunkQuerySet
from documents.types import ChunkSpan, Surrounding
from project.kernel.db import limited_statements
from tenants.types import Actor

# Which version, cut how.
Cut = tuple[UUID, int]

# A way to cut has the number of the first index version that used it, which says how the text was read.
_NUMBER = IndexVersion.objects.filter(pk=Abs(OuterRef(OuterRef("splitting")))).values("reading")
_OTHER = Reading.objects.filter(version_id=OuterRef("version_id"), reading=Subquery(_NUMBER)).values("text")
_WHOLE = Coalesce(Subquery(_OTHER), F("version__text"))
# The database cuts it out: the whole of a document stays where it is.
_AROUND = Substr(_WHOLE, F("parent_start") + 1, F("parent_end") - F("parent_start"))
_PLACED = ("key", "start", "end", "page", "place", "section")
_SHOWN = (
    "pk",
    "key",
    "version_id",
    "version__number",
    "splitting",
    "text",
    "start",
    "parent_start",
    "parent_end",
)


@dataclass(frozen=True, kw_only=True)
class _Around:
    """Hold what stands around one chunk."""

    chunk: Any
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def cut(self) -> Cut:
        return self.chunk.version_id, self.chunk.splitting


def surroundings(
    *,
    actor: Actor,
    chunk_ids: Sequence[UUID],
    as_of: datetime | None = None,
    meant: Collection[datetime] = (),
) -> tuple[Surrounding, ...]:
    """Return the text around each of these chunks, in this order, and how it was cut; of what was in force then.

    What was in force at the moments that a question's words mean comes after it: a chunk can be of several versions.
    What the actor may not see (any more) is left out. A chunk stands for itself where it was cut before passages had a
    parent, and where its text is not the one that the document's version keeps. Raise Unavailable where a statement
    takes longer than SEARCH_SECONDS.
    """
    with limited_statements(settings.SEARCH_SECONDS, what="The search"), transaction.atomic():
        return tuple(_of_moments(actor, list(dict.fromkeys(chunk_ids)), (as_of, *meant)))


def _of_moments(
    actor: Actor, chunk_ids: Sequence[UUID], moments: Iterable[datetime | None]
) -> Iterator[Surrounding]:
    known: set[tuple[UUID, int]] = set()
    for at in dict.fromkeys(moments):
        visible = Chunk.objects.visible_to(actor) if at is None else Chunk.objects.in_force(actor, at)
        for one in _surroundings(visible, chunk_ids):
            if one.key not in known:
                known.add(one.key)
                yield one


def _surroundings(visible: ChunkQuerySet, chunk_ids: Sequence[UUID]) -> tuple[Surrounding, ...]:
    rows = list(visible.with_keys(list(chunk_ids)).values_list(*_SHOWN, named=True))
    texts = _texts(visible, rows)
    found = {row.key: _around(row, texts.get(_parent(row))) for row in rows}
    spans = _spans(visible, found.values())
    return tuple(_surrounding(found[key], spans) for key in chunk_ids if key in found)


def _parent(row: Any) -> tuple[Any, ...]:
    return row.version_id, row.splitting, row.parent_start, row.parent_end


def _texts(visible: ChunkQuerySet, rows: Sequence[Any]) -> Mapping[tuple[Any, ...], str]:
    """Return the text of each parent: once, since the whole document is unpacked for each."""
    first = {row.pk: _parent(row) for row in {_parent(row): row for row in rows}.values()}
    cut_out = visible.filter(pk__in=first, parent_start__isnull=False).annotate(around=_AROUND)
    return {first[pk]: text for pk, text in cut_out.values_list("pk", "around")}


def _around(row: Any, text: str | None) -> _Around:
    if text is not None and text.startswith(row.text, row.start - row.parent_start):
        return _Around(chunk=row, text=text, start=row.parent_start)
    return _Around(chunk=row, text=row.text, start=row.start)


def _spans(visible: ChunkQuerySet, found: Collection[_Around]) -> Mapping[Cut, list[ChunkSpan]]:
    """Return the chunks that stand in these surroundings, by version and way to cut."""
    spans: dict[Cut, list[ChunkSpan]] = defaultdict(list)
    if not found:
        return spans
    chunks = visible.filter(reduce(or_, map(_within, found))).order_by("version_id", "splitting", "ordinal")
    for version, cut, *shown in chunks.values_list("version_id", "splitting", *_PLACED):
        key, start, end, page, place, section = shown
        span = ChunkSpan(chunk_id=key, start=start, end=end, page=page, place=place, section=tuple(section))
        spans[version, cut].append(span)
    return spans


def _within(around: _Around) -> Q:
    version, cut = around.cut
    return Q(version_id=version, splitting=cut, start__lt=around.end, end__gt=around.start)


def _surrounding(around: _Around, spans: Mapping[Cut, list[ChunkSpan]]) -> Surrounding:
    mine = (span for span in spans[around.cut] if span.start < around.end and span.end > around.start)
    return Surrounding(
        chunk_id=around.chunk.key,
        version=around.chunk.version__number,
        cut=around.chunk.splitting,
        text=around.text,
        start=around.start,
        end=around.end,
        chunks=tuple(mine),
    )
