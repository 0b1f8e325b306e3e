"""Cut extracted text into the rows that search reads; no database here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from documents.context import tokenizer_of
from documents.indexing.settings import Splitting
from documents.ingest.split import content_hash, embedded_text, split
from documents.ingest.types import Chunk, Extracted
from documents.lexical.analyzer import Analyzer
from documents.search.corpus import NewChunk

_analyzer = Analyzer()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Say what a text belongs to."""

    document_id: UUID
    version_id: int
    collection_id: int
    title: str


def cut(extracted: Extracted, place: Place, splittings: Sequence[Splitting]) -> list[NewChunk]:
    """Return the chunks of a text, once for each way to cut it."""
    return [chunk for splitting in splittings for chunk in _cut(extracted, place, splitting)]


def _cut(extracted: Extracted, place: Place, splitting: Splitting) -> Iterator[NewChunk]:
    seen: Counter[str] = Counter()
    for chunk in split(extracted, splitting.splitter, tokenizer_of(splitting.embedder)):
        embedded = embedded_text(chunk, place.title)
        hashed = content_hash(embedded)
        seen[hashed] += 1
        yield NewChunk(
            key=uuid5(place.document_id, f"{hashed} {seen[hashed]}"),
            document_id=place.document_id,
            version_id=place.version_id,
            splitting=splitting.number,
            collection_id=place.collection_id,
            **_words(chunk),
            embedded_hash=UUID(hashed[:32]),
            language=extracted.language,
            terms=_analyzer.counts(embedded, extracted.language),
        )


def _words(chunk: Chunk) -> dict[str, Any]:
    return {
        "ordinal": chunk.ordinal,
        "text": chunk.text,
        "head": chunk.head,
        "page": chunk.page,
        "place": chunk.place,
        "section": chunk.section,
        "start": chunk.start,
        "end": chunk.end,
        "parent_start": chunk.parent_start,
        "parent_end": chunk.parent_end,
        "tokens": chunk.tokens,
    }
