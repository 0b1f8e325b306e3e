"""Split extracted text into chunks by tokens, within sections, between sentences, items, rows and lines of code."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from tokenizers import Tokenizer

from documents.ingest.counting import TokenCounter, counter_of
from documents.ingest.packing import Load, pack
from documents.ingest.types import BlockKind, BlockSpan, Chunk, Extracted, SectionSpan, SplitterSettings
from documents.ingest.units import Break, Kind, Unit, blocks_in, cut_further, units_of

# Of the 254 content tokens of the smallest embedder 200 are the chunk's: the rest is for its headings.
MAX_HEADING_CHARACTERS = 160
# So much text is cut at once; a longer section is taken in pieces, so that memory stays bounded.
PIECE_CHARACTERS = 200_000


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """Hold text that is cut by itself: the body of a section, or a part of it."""

    section: int
    start: int
    end: int
    # Where its heading begins, which the first chunk shows; `start` where there is none.
    heading_start: int


@dataclass(frozen=True, kw_only=True)
class _Cut:
    section: int
    start: int
    text: str
    tokens: int


def split(extracted: Extracted, settings: SplitterSettings, tokenizer: Tokenizer) -> tuple[Chunk, ...]:
    """Cut into chunks in reading order; `tokenizer` must not truncate or pad."""
    counter = counter_of(tokenizer)
    counter.learn(extracted.text)
    sections = extracted.sections or (SectionSpan((), 0, len(extracted.text)),)
    splitter = _Splitter(extracted, sections, settings, counter)
    page_starts = [page.start for page in extracted.pages]
    return tuple(
        Chunk(
            ordinal=ordinal,
            text=cut.text,
            page=_page_at(extracted, page_starts, cut.start),
            section=sections[cut.section].path,
            start=cut.start,
            end=cut.start + len(cut.text),
            tokens=cut.tokens,
        )
        for ordinal, cut in enumerate(splitter.cuts())
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


class _Splitter:
    """Cut one text."""

    def __init__(
        self,
        extracted: Extracted,
        sections: Sequence[SectionSpan],
        settings: SplitterSettings,
        counter: TokenCounter,
    ) -> None:
        self._text, self._language = extracted.text, extracted.language
        self._sections, self._settings, self._counter = sections, settings, counter
        self._blocks = extracted.blocks or blocks_in(extracted.text)
        self._block_ends = [block.end for block in self._blocks]
        self._block_starts = [block.start for block in self._blocks]
        self._most = {
            Kind.TABLE: settings.max_tokens,
            Kind.CODE: settings.max_tokens,
            # Between the sentences of a long item is a better place than far before it.
            Kind.ITEM: settings.max_tokens // 2,
        }

    def cuts(self) -> Iterator[_Cut]:
        """Yield what each chunk is made of."""
        for piece in _pieces(self._text, self._sections):
            yield from self._cut(piece)

    def _cut(self, piece: _Piece) -> Iterator[_Cut]:
        blocks = self._blocks_between(piece.start, piece.end)
        units, tokens = self._fitting(units_of(self._text, piece.start, piece.end, blocks, self._language))
        if not units:
            return
        limit = self._settings.max_tokens
        heading = self._counter.count(self._text[piece.heading_start : piece.start])
        load = self._load(units, tokens, blocks)
        sums = [0, *accumulate(tokens)]
        packed = pack(
            load, limit=limit, first_limit=max(limit - heading, 1), overlap=self._settings.overlap_tokens
        )
        for first, end in packed:
            start, size = units[first].start, sums[end] - sums[first]
            # The heading line goes with the first chunk: alone it would be found instead of what it heads.
            if first == 0 and size + heading <= limit:
                start, size = piece.heading_start, size + heading
            text = self._text[start : units[end - 1].end].rstrip()
            yield _Cut(section=piece.section, start=start, text=text, tokens=size)

    def _blocks_between(self, start: int, end: int) -> Sequence[BlockSpan]:
        return self._blocks[bisect_right(self._block_ends, start) : bisect_left(self._block_starts, end)]

    def _fitting(self, units: Iterator[Unit]) -> tuple[list[Unit], list[int]]:
        """Cut units further until each fits; return them with their tokens."""
        text, count, most, limit = self._text, self._counter.count, self._most, self._settings.max_tokens
        fitting: list[Unit] = []
        tokens: list[int] = []
        for unit in units:
            size = count(text[unit.start : unit.end])
            if size <= most.get(unit.kind, limit) or unit.kind is Kind.CHARACTERS:
                fitting.append(unit)
                tokens.append(size)
            else:
                smaller, sizes = self._fitting(iter(cut_further(text, unit, self._language)))
                fitting += smaller
                tokens += sizes
        return fitting, tokens

    def _load(self, units: Sequence[Unit], tokens: Sequence[int], blocks: Sequence[BlockSpan]) -> Load:
        strengths = [int(unit.strength) for unit in units]
        starts = [unit.start for unit in units]
        for block in blocks:
            if block.kind is BlockKind.TABLE and block.head_end > block.start:
                body = bisect_left(starts, block.head_end)
                if 0 < body < len(starts) and starts[body] < block.end:
                    # The head of a table alone says nothing.
                    strengths[body] = Break.WORD
        return Load(
            tokens=tokens,
            strengths=strengths,
            heads=[0] * len(units),
            repeatable=[unit.strength >= Break.SENTENCE for unit in units],
        )


def _pieces(text: str, sections: Sequence[SectionSpan]) -> Iterator[_Piece]:
    for number, (section, following) in enumerate(zip(sections, (*sections[1:], None), strict=True)):
        if following is not None and _is_bare_heading(text, section, following):
            continue
        body = _body_start(text, section)
        if not text[body : section.end].strip():
            body = section.start
        start, heading_start = body, section.start
        for end in _ends(text, start, section.end):
            yield _Piece(section=number, start=start, end=end, heading_start=heading_start)
            start = heading_start = end


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where to part what is long, at paragraphs or at least between words."""
    while end - start > PIECE_CHARACTERS:
        middle, most = start + PIECE_CHARACTERS // 2, start + PIECE_CHARACTERS
        places = (text.rfind(mark, middle, most) for mark in ("\n\n", "\n", " "))
        start = next((place for place in places if place > 0), most)
        yield start
    yield end


def _body_start(text: str, section: SectionSpan) -> int:
    has_heading = bool(section.path) and text.startswith(section.path[-1], section.start, section.end)
    return section.start + (len(section.path[-1]) if has_heading else 0)


def _is_bare_heading(text: str, section: SectionSpan, following: SectionSpan) -> bool:
    # Its words are in the heading path of what follows: a chunk of its own would only be found instead of it.
    depth = len(section.path)
    is_parent = 0 < depth < len(following.path) and following.path[:depth] == section.path
    return is_parent and text[section.start : section.end].strip() == section.path[-1]


def _page_at(extracted: Extracted, page_starts: list[int], start: int) -> int | None:
    if not page_starts:
        return None
    return extracted.pages[max(0, bisect_right(page_starts, start) - 1)].number
