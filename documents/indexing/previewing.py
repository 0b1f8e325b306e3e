"""Show the chunks that a setting would give; nothing is stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from documents.access import access_collection, access_document, access_version, live_index
from documents.context import previewing_sandbox, tokenizer_of
from documents.embedding.registry import embedder_entry
from documents.indexing.splitters import NAMES, most_tokens, splitter_settings
from documents.indexing.stored import stored_extract
from documents.ingest.clean import clean_text
from documents.ingest.split import embedded_text, split
from documents.ingest.types import (
    Chunk,
    ConversionFailed,
    ConverterSettings,
    Extracted,
    ReaderDied,
    SplitterSettings,
)
from documents.lexical.language import detect_language
from documents.search.corpus import usual_language
from project.kernel.errors import Conflict, FieldError, Invalid, NotFound
from tenants.types import Actor

# So much of a text is cut, and so many chunks are shown: enough to judge a setting by.
MOST_CHARACTERS = 300_000
MOST_CHUNKS = 100


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Say what is to be cut: a document, the bytes of a file with its name, or else a text."""

    document_id: UUID | None = None
    file: tuple[bytes, str] | None = None
    text: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Hold the chunks of a sample, the first of them shown, and what they were cut with."""

    embedder: str
    most_tokens: int
    settings: SplitterSettings
    title: str
    extracted: Extracted
    chunks: tuple[Chunk, ...]
    # The tokens of each chunk, shown or not.
    sizes: tuple[int, ...]
    is_cut_short: bool


def preview(*, actor: Actor, slug: str, sample: Sample, splitter: Mapping[str, Any]) -> Preview:
    """Return the chunks of a sample, where `splitter` changes what the collection answers by.

    Call it outside a transaction. Raise NotFound, Invalid for a setting or a file that is wrong, Conflict for a
    document that has no text.
    """
    with transaction.atomic():
        collection = access_collection(actor=actor, slug=slug)
        live = live_index(collection.pk)
        language = usual_language(collection.pk)
        stored = _document(actor, slug, sample.document_id) if sample.document_id else None
    used: Mapping[str, Any] = live.index_version.settings if live else {"embedder": settings.EMBEDDER}
    entry = embedder_entry(used["embedder"])
    usual = {name: value for name, value in used.get("splitter", {}).items() if name in NAMES}
    wanted = splitter_settings(entry, {**usual, **splitter}, "settings")
    title, whole = stored or _sampled(sample, language, ConverterSettings.of(used.get("converter", {})))
    extracted = _beginning(whole)
    chunks = split(extracted, wanted, tokenizer_of(entry.id))
    return Preview(
        embedder=entry.id,
        most_tokens=most_tokens(entry),
        settings=wanted,
        title=title,
        extracted=extracted,
        chunks=chunks[:MOST_CHUNKS],
        sizes=tuple(chunk.tokens for chunk in chunks),
        is_cut_short=len(whole.text) > len(extracted.text),
    )


def show_preview(previewed: Preview) -> dict[str, Any]:
    """Return the fields of a preview."""
    sizes = previewed.sizes
    return {
        "embedder": previewed.embedder,
        "settings": asdict(previewed.settings),
        "most_tokens": previewed.most_tokens,
        "title": previewed.title,
        "characters": len(previewed.extracted.text),
        "cut_short": previewed.is_cut_short,
        "warnings": list(previewed.extracted.warnings),
        "count": len(sizes),
        "tokens": {
            "total": sum(sizes),
            "least": min(sizes, default=0),
            "most": max(sizes, default=0),
            "mean": round(sum(sizes) / len(sizes), 1) if sizes else 0.0,
        },
        "chunks": [_shown(previewed, chunk) for chunk in previewed.chunks],
    }


def _shown(previewed: Preview, chunk: Chunk) -> dict[str, Any]:
    parent = previewed.extracted.text[chunk.parent_start : chunk.parent_end].rstrip()
    return {
        "ordinal": chunk.ordinal,
        "text": chunk.text,
        "embedded": embedded_text(chunk, previewed.title),
        "head": chunk.head,
        "tokens": chunk.tokens,
        "page": chunk.page,
        "place": chunk.place,
        "section": chunk.section,
        "start": chunk.start,
        "end": chunk.end,
        "parent": {"start": chunk.parent_start, "end": chunk.parent_start + len(parent), "text": parent},
    }


def _document(actor: Actor, slug: str, document_id: UUID) -> tuple[str, Extracted]:
    document = access_document(actor=actor, document_id=document_id)
    if document.collection.slug != slug:
        raise NotFound("There is no such document in this collection.")
    extracted = stored_extract(access_version(actor=actor, document_id=document_id))
    if not extracted.text:
        raise Conflict("This document has no text yet; choose another one, or wait until it is read.")
    return document.title, extracted


def _sampled(sample: Sample, usual: str, converter: ConverterSettings) -> tuple[str, Extracted]:
    extracted = (
        _converted(*sample.file, converter) if sample.file else Extracted(text=clean_text(sample.text))
    )
    title = sample.title or extracted.title or (sample.file[1] if sample.file else "")
    return title, replace(extracted, language=detect_language(extracted.text, usual))


def _converted(content: bytes, filename: str, converter: ConverterSettings) -> Extracted:
    try:
        return previewing_sandbox().convert(content, filename, converter)
    except ConversionFailed as failure:
        wrong = FieldError("file", failure.code.value, failure.detail)
        raise Invalid(failure.detail, errors=[wrong]) from failure
    except ReaderDied as failure:
        detail = "The process that reads files died at this one."
        raise Invalid(detail, errors=[FieldError("file", "unreadable", detail)]) from failure


def _beginning(extracted: Extracted) -> Extracted:
    """Return the beginning of a long text with what stands in it."""
    if len(extracted.text) <= MOST_CHARACTERS:
        return extracted
    end = extracted.text.rfind("\n", MOST_CHARACTERS // 2, MOST_CHARACTERS)
    end = end if end > 0 else MOST_CHARACTERS
    return replace(
        extracted,
        text=extracted.text[:end],
        pages=tuple(replace(one, end=min(one.end, end)) for one in extracted.pages if one.start < end),
        sections=tuple(replace(one, end=min(one.end, end)) for one in extracted.sections if one.start < end),
        blocks=tuple(
            replace(one, end=min(one.end, end), head_end=min(one.head_end, end))
            for one in extracted.blocks
            if one.start < end
        ),
    )
