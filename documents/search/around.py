"""Read what stands around passages: their parents, which an answer needs to understand them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Length, Substr

from documents.models import Chunk, IndexVersion, Reading
from documents.models.chunks import ChunkQuerySet
from documents.types import ChunkSpan, Surrounding
from tenants.types import Actor

# Which version, cut how.
Cut = tuple[UUID, int]

# A way to cut has the number of the first index version that used it, which says how the text was read.
_NUMBER = IndexVersion.objects.filter(pk=OuterRef(OuterRef("splitting"))).values("reading")
_OTHER = Reading.objects.filter(version_id=OuterRef("version_id"), reading=Subquery(_NUMBER)).values("text")
_WHOLE = Coalesce(Subquery(_OTHER), F("version__text"))
# The database cuts it out: the whole of a document stays where it is.
_STANDS = Substr(_WHOLE, F("start") + 1, Length("text"))
_AROUND = Substr(_WHOLE, F("parent_start") + 1, F("parent_end") - F("parent_start"))
_HAS_PARENT = Case(When(stands=F("text"), parent_start__isnull=False, then=Value(1)), default=Value(0))
_TEXT = Case(When(has_parent=1, then=_AROUND), default=F("text"), output_field=TextField())
_START = Case(When(has_parent=1, then=F("parent_start")), default=F("start"), output_field=IntegerField())


_PLACED = ("key", "start", "end", "page", "place", "section")
_SHOWN = ("key", "version_id", "version__number", "splitting", "around", "around_start")


@transaction.atomic
def surroundings(*, actor: Actor, chunk_ids: Sequence[UUID]) -> tuple[Surrounding, ...]:
    """Return the text around each of these chunks, in this order, and how it was cut.

    What the actor may not see (any more) is left out. A chunk stands for itself where it was cut before passages had a
    parent, and where its text is not the one that the document's version keeps.
    """
    visible = Chunk.objects.visible_to(actor)
    chunks = visible.with_keys(list(chunk_ids)).annotate(stands=_STANDS).annotate(has_parent=_HAS_PARENT)
    rows = chunks.annotate(around=_TEXT, around_start=_START).values_list(*_SHOWN, named=True)
    found = {row.key: row for row in rows}
    spans = _spans(visible, found.values())
    return tuple(_surrounding(found[key], spans) for key in chunk_ids if key in found)


def _spans(visible: ChunkQuerySet, rows: Collection[Any]) -> Mapping[Cut, list[ChunkSpan]]:
    """Return the chunks that stand in these rows' surroundings, by version and way to cut."""
    spans: dict[Cut, list[ChunkSpan]] = defaultdict(list)
    if not rows:
        return spans
    within = reduce(or_, (_within(row) for row in rows))
    chunks = visible.filter(within).order_by("version_id", "splitting", "ordinal")
    for version, cut, *shown in chunks.values_list("version_id", "splitting", *_PLACED):
        key, start, end, page, place, section = shown
        span = ChunkSpan(chunk_id=key, start=start, end=end, page=page, place=place, section=tuple(section))
        spans[version, cut].append(span)
    return spans


def _within(row: Any) -> Q:
    end = row.around_start + len(row.around)
    return Q(version_id=row.version_id, splitting=row.splitting, start__lt=end, end__gt=row.around_start)


def _surrounding(row: Any, spans: Mapping[Cut, list[ChunkSpan]]) -> Surrounding:
    end = row.around_start + len(row.around)
    cut = (row.version_id, row.splitting)
    return Surrounding(
        chunk_id=row.key,
        version=row.version__number,
        cut=row.splitting,
        text=row.around,
        start=row.around_start,
        end=end,
        chunks=tuple(span for span in spans[cut] if span.start < end and span.end > row.around_start),
    )
