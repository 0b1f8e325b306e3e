"""Split extracted text into chunks by tokens, within sections, at the ends of sentences where it can be."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from semantic_text_splitter import TextSplitter
from tokenizers import Tokenizer

from documents.ingest.types import Chunk, Extracted, SectionSpan, SplitterSettings

# Of the 254 content tokens of the smallest embedder 200 are the chunk's: the rest is for its headings.
MAX_HEADING_CHARACTERS = 160
# Two rows and more: converters write the cells of a table's row on one line, between bars.
TABLE = re.compile(r"(?:^[^\n|]*\|[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)

_Piece = tuple[int, str]


def split(extracted: Extracted, settings: SplitterSettings, tokenizer: Tokenizer) -> tuple[Chunk, ...]:
    """Cut into chunks in reading order; `tokenizer` must not truncate or pad."""
    pieces = list(_pieces(extracted, settings, tokenizer))
    encodings = tokenizer.encode_batch_fast(
        [extracted.text[start:end] for _, start, end in pieces], add_special_tokens=False
    )
    page_starts = [page.start for page in extracted.pages]
    return tuple(
        Chunk(
            ordinal=ordinal,
            text=extracted.text[start:end],
            page=_page_at(extracted, page_starts, start),
            section=section.path,
            start=start,
            end=end,
            tokens=len(encoding.ids),
        )
        for ordinal, ((section, start, end), encoding) in enumerate(zip(pieces, encodings, strict=True))
    )


def embedded_text(chunk: Chunk, title: str = "") -> str:
    """Return what is embedded and indexed for a chunk: its headings, which are not shown, and its text."""
    path = (title, *chunk.section) if title and title not in chunk.section[:1] else chunk.section
    if path and chunk.text.startswith(path[-1]):
        path = path[:-1]
    heading = " > ".join(path)
    while len(heading) > MAX_HEADING_CHARACTERS and len(path) > 1:
        path = path[1:]
        heading = " > ".join(path)
    return f"{heading[:MAX_HEADING_CHARACTERS]}\n{chunk.text}" if heading else chunk.text


def content_hash(embedded: str) -> str:
    """Return the SHA-256 of a text in hexadecimal, so that equal texts are embedded once."""
    return sha256(embedded.encode("utf-8", "surrogatepass")).hexdigest()


def _pieces(
    extracted: Extracted, settings: SplitterSettings, tokenizer: Tokenizer
) -> Iterator[tuple[SectionSpan, int, int]]:
    splitter = _splitter(tokenizer, settings)
    sections = list(_bodies(extracted))
    starts = [_body_start(extracted.text, section) for section in sections]
    texts = [extracted.text[start : section.end] for section, start in zip(sections, starts, strict=True)]
    for section, start, cut in zip(sections, starts, splitter.chunk_all_indices(texts), strict=True):
        found = _beside_tables(extracted.text[start : section.end], cut, splitter)
        for number, (offset, text) in enumerate(found):
            # The heading line goes with the first chunk: alone it would be found instead of what it heads.
            yield section, start + offset if number else section.start, start + offset + len(text)
        if not found and extracted.text[section.start : section.end].strip():
            yield (
                section,
                section.start,
                section.start + len(extracted.text[section.start : section.end].rstrip()),
            )


def _beside_tables(text: str, cut: list[_Piece], splitter: TextSplitter) -> list[_Piece]:
    """Cut anew before each table through which a piece ends: its rows mean nothing without their heads."""
    ends = [offset for offset, _ in cut[1:]]
    tables = [table.span() for table in TABLE.finditer(text)]
    starts = [start for start, end in tables if start and _is_within(ends, start, end)]
    if not starts:
        return cut
    bounds = pairwise([0, *starts, len(text)])
    return [
        (begin + offset, piece)
        for begin, end in bounds
        for offset, piece in splitter.chunk_indices(text[begin:end])
    ]


def _is_within(ordered: list[int], start: int, end: int) -> bool:
    """Say whether one of these places, in order, lies between two others; there may be as many tables as places."""
    following = bisect_right(ordered, start)
    return following < len(ordered) and ordered[following] < end


@lru_cache(maxsize=8)
def _splitter(tokenizer: Tokenizer, settings: SplitterSettings) -> TextSplitter:
    # Taking a tokenizer over costs 30 ms, more than splitting most documents.
    return TextSplitter.from_huggingface_tokenizer(tokenizer, settings.max_tokens, settings.overlap_tokens)


def _body_start(text: str, section: SectionSpan) -> int:
    has_heading = bool(section.path) and text.startswith(section.path[-1], section.start, section.end)
    return section.start + (len(section.path[-1]) if has_heading else 0)


def _bodies(extracted: Extracted) -> Iterator[SectionSpan]:
    sections = extracted.sections or (SectionSpan((), 0, len(extracted.text)),)
    for section, following in zip(sections, (*sections[1:], None), strict=True):
        if following is None or not _is_bare_heading(extracted.text, section, following):
            yield section


def _is_bare_heading(text: str, section: SectionSpan, following: SectionSpan) -> bool:
    # Its words are in the heading path of what follows: a chunk of its own would only be found instead of it.
    depth = len(section.path)
    is_parent = 0 < depth < len(following.path) and following.path[:depth] == section.path
    return is_parent and text[section.start : section.end].strip() == section.path[-1]


def _page_at(extracted: Extracted, page_starts: list[int], start: int) -> int | None:
    if not page_starts:
        return None
    return extracted.pages[max(0, bisect_right(page_starts, start) - 1)].number
