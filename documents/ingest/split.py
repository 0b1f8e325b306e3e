"""Split extracted text into chunks by tokens, within sections, between sentences, items, rows and lines of code."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from tokenizers import Tokenizer

from documents.ingest.counting import TokenCounter, counter_of
from documents.ingest.packing import Load, pack, window
from documents.ingest.parents import Span, enclosing
from documents.ingest.places import Places, parting_pages
from documents.ingest.types import BlockKind, BlockSpan, Chunk, Extracted, SectionSpan, SplitterSettings
from documents.ingest.units import Break, Kind, Unit, blocks_in, cut_further, units_of

# Of the 254 content tokens of the smallest embedder 200 are the chunk's: the rest is for its headings.
MAX_HEADING_CHARACTERS = 160
# So much text is cut at once; a longer section is taken in pieces, so that memory stays bounded.
PIECE_CHARACTERS = 200_000
# Of a head that is cut short no more than this for each token is looked at.
CHARACTERS_AT_MOST = 20


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
    head: str
    # What is around it in its piece.
    window: Span


def split(extracted: Extracted, settings: SplitterSettings, tokenizer: Tokenizer) -> tuple[Chunk, ...]:
    """Cut into chunks in reading order; `tokenizer` must not truncate or pad."""
    sections = extracted.sections or (SectionSpan((), 0, len(extracted.text)),)
    splitter = _Splitter(extracted, sections, settings, counter_of(tokenizer))
    cuts = list(splitter.cuts())
    parents = enclosing(sections, splitter.section_tokens(), settings.parent_tokens)
    places = Places(extracted)
    return tuple(_chunk(number, cut, sections, parents, places) for number, cut in enumerate(cuts))


def _chunk(
    ordinal: int, cut: _Cut, sections: Sequence[SectionSpan], parents: Sequence[Span | None], places: Places
) -> Chunk:
    end = cut.start + len(cut.text)
    parent_start, parent_end = parents[cut.section] or cut.window
    return Chunk(
        ordinal=ordinal,
        text=cut.text,
        page=places.page_at(cut.start),
        section=sections[cut.section].path,
        start=cut.start,
        end=end,
        tokens=cut.tokens,
        head=cut.head,
        place=places.name(cut.start, end),
        parent_start=min(parent_start, cut.start),
        parent_end=max(parent_end, end),
    )


def embedded_text(chunk: Chunk, title: str = "") -> str:
    """Return what is embedded and indexed for a chunk: its headings and its table's head, not shown, and its text."""
    path = (title, *chunk.section) if title and title not in chunk.section[:1] else chunk.section
    if path and chunk.text.startswith(path[-1]):
        path = path[:-1]
    heading = " > ".join(path)
    while len(heading) > MAX_HEADING_CHARACTERS and len(path) > 1:
        path = path[1:]
        heading = " > ".join(path)
    return "\n".join(filter(None, (heading[:MAX_HEADING_CHARACTERS], chunk.head, chunk.text)))


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
        self._parting = parting_pages(extracted)
        self._heads: dict[int, str] = {}
        self._sizes = [0] * len(sections)
        self._most = {
            Kind.TABLE: settings.max_tokens if settings.keep_tables else 0,
            Kind.CODE: settings.max_tokens if settings.keep_code else 0,
            # Between the sentences of a long item is a better place than far before it.
            Kind.ITEM: settings.max_tokens // 2,
        }

    def cuts(self) -> Iterator[_Cut]:
        """Yield what each chunk is made of."""
        for piece in _pieces(self._text, self._sections, self._parting):
            yield from self._cut(piece)

    def section_tokens(self) -> list[int]:
        """Return the tokens of each section, once all is cut; a heading without a body has its own."""
        return [
            size or max(self._counter.count(self._text[section.start : section.end]), 1)
            for size, section in zip(self._sizes, self._sections, strict=True)
        ]

    def _cut(self, piece: _Piece) -> Iterator[_Cut]:
        blocks = self._blocks_between(piece.start, piece.end)
        whole = self._whole(piece, blocks)
        if whole is not None:
            yield whole
            return
        units, tokens = self._fitting(units_of(self._text, piece.start, piece.end, blocks, self._language))
        if not units:
            return
        limit = self._settings.max_tokens
        heading = self._counter.count(self._text[piece.heading_start : piece.start])
        heads = self._heads_before(units, blocks)
        load = self._load(units, tokens, heads)
        sums = [0, *accumulate(tokens)]
        self._sizes[piece.section] += heading + sums[-1]
        overlap = self._settings.overlap_tokens
        for first, end in pack(load, limit=limit, first_limit=max(limit - heading, 1), overlap=overlap):
            start, size = units[first].start, sums[end] - sums[first]
            head = heads.get(first, "") if size + load.heads[first] <= limit else ""
            # The heading line goes with the first chunk: alone it would be found instead of what it heads.
            shown = heading if first == 0 and size + heading <= limit else 0
            start = piece.heading_start if shown else start
            text = self._text[start : units[end - 1].end].rstrip()
            ahead, behind = window(sums, first, end, self._settings.parent_tokens - shown)
            around = (units[ahead].start, units[behind - 1].end)
            size += shown
            yield _Cut(section=piece.section, start=start, text=text, tokens=size, head=head, window=around)

    def _whole(self, piece: _Piece, blocks: Sequence[BlockSpan]) -> _Cut | None:
        """Return a piece as one chunk where it fits as it is, as most do; else None."""
        if piece.end - piece.start > self._settings.max_tokens * CHARACTERS_AT_MOST:
            return None
        if blocks and blocks[0].start < piece.start:
            # It goes on with a table, whose head it needs.
            return None
        text = self._text[piece.start : piece.end]
        shown = self._counter.count(self._text[piece.heading_start : piece.start])
        size = shown + self._counter.count(text)
        if not size > shown or size > self._settings.max_tokens:
            return None
        self._sizes[piece.section] += size
        around = (piece.end - len(text.lstrip()), piece.start + len(text.rstrip()))
        start = piece.heading_start if shown else around[0]
        text = self._text[start : piece.end].rstrip()
        return _Cut(section=piece.section, start=start, text=text, tokens=size, head="", window=around)

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

    def _heads_before(self, units: Sequence[Unit], blocks: Sequence[BlockSpan]) -> dict[int, str]:
        """Return by unit which head of a table is not shown where a chunk begins with it."""
        heads: dict[int, str] = {}
        starts = [unit.start for unit in units]
        for block in blocks:
            if block.kind is BlockKind.TABLE and block.head_end > block.start:
                body = range(bisect_left(starts, block.head_end), bisect_left(starts, block.end))
                heads.update(dict.fromkeys(body, self._head(block) if body else ""))
        return heads

    def _head(self, block: BlockSpan) -> str:
        """Return the head of a table, or as much of it as leaves most of a chunk to the rows."""
        if block.start not in self._heads:
            head = self._text[block.start : block.head_end].strip()
            most = self._settings.max_tokens // 4
            if self._counter.count(head) > most:
                words = head[: most * CHARACTERS_AT_MOST].split()
                sums = accumulate(self._counter.count_words(words))
                head = " ".join(words[: sum(size <= most for size in sums)])
            self._heads[block.start] = head
        return self._heads[block.start]

    def _load(self, units: Sequence[Unit], tokens: Sequence[int], heads: Mapping[int, str]) -> Load:
        strengths = [int(unit.strength) for unit in units]
        sizes = [0] * len(units)
        for number, head in heads.items():
            sizes[number] = self._counter.count(head)
            if number and number - 1 not in heads:
                # The head of a table alone says nothing.
                strengths[number] = Break.WORD
        return Load(
            tokens=tokens,
            strengths=strengths,
            heads=sizes,
            repeatable=[unit.strength >= Break.SENTENCE for unit in units],
        )


def _pieces(text: str, sections: Sequence[SectionSpan], parting: Sequence[int]) -> Iterator[_Piece]:
    for number, (section, following) in enumerate(zip(sections, (*sections[1:], None), strict=True)):
        if following is not None and _is_bare_heading(text, section, following):
            continue
        body = _body_start(text, section)
        if not text[body : section.end].strip():
            body = section.start
        start, heading_start = body, section.start
        for end in _ends(text, start, section.end, parting):
            yield _Piece(section=number, start=start, end=end, heading_start=heading_start)
            start = heading_start = end


def _ends(text: str, start: int, end: int, parting: Sequence[int]) -> Iterator[int]:
    """Yield where to part a section: where slides and sheets begin, and where it is long, at paragraphs."""
    for last in (*parting[bisect_right(parting, start) : bisect_left(parting, end)], end):
        while last - start > PIECE_CHARACTERS:
            middle, most = start + PIECE_CHARACTERS // 2, start + PIECE_CHARACTERS
            places = (text.rfind(mark, middle, most) for mark in ("\n\n", "\n", " "))
            start = next((place for place in places if place > 0), most)
            yield start
        yield last
        start = last


def _body_start(text: str, section: SectionSpan) -> int:
    has_heading = bool(section.path) and text.startswith(section.path[-1], section.start, section.end)
    return section.start + (len(section.path[-1]) if has_heading else 0)


def _is_bare_heading(text: str, section: SectionSpan, following: SectionSpan) -> bool:
    # Its words are in the heading path of what follows: a chunk of its own would only be found instead of it.
    depth = len(section.path)
    is_parent = 0 < depth < len(following.path) and following.path[:depth] == section.path
    return is_parent and text[section.start : section.end].strip() == section.path[-1]
