"""Widen passages to what stands around them, as far as there is room: what is found last gives way first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from uuid import UUID

from documents.types import ChunkSpan, Passage, Surrounding

# What a context costs in a prompt; its number there matters little.
Cost = Callable[["Context"], int]
# The splitter leaves out the white space between two chunks: a few line breaks at most.
_WHITE_CHARACTERS = 4


@dataclass(frozen=True, kw_only=True)
class Context:
    """Hold one place that a model reads: what was found there, best first, in the text around it."""

    found: tuple[Passage, ...]
    text: str
    start: int
    end: int
    # Whose characters these are, as cut; None where nothing but the passage is known.
    cut: tuple[UUID, int, int] | None = None
    chunks: tuple[ChunkSpan, ...] = ()

    @property
    def best(self) -> Passage:
        """Give the passage for which it is read."""
        return self.found[0]

    @cached_property
    def read(self) -> Passage:
        """Give what the model reads, under the headings that all of it stands below."""
        section = _common([chunk.section for chunk in self.chunks]) if self.chunks else self.best.section
        text = self.text.rstrip()
        return replace(self.best, text=text, start=self.start, end=self.start + len(text), section=section)

    def cited(self, start: int, end: int) -> Passage:
        """Give what is read, named by the chunk in which the characters `start:end` of it stand."""
        held = [(_shared(chunk, self.start + start, self.start + end), chunk) for chunk in self.chunks]
        most, chunk = max(held, key=lambda one: one[0], default=(0, None))
        if chunk is None or not most:
            return self.read
        return replace(
            self.read, chunk_id=chunk.chunk_id, page=chunk.page, place=chunk.place, section=chunk.section
        )


def alone(passage: Passage) -> Context:
    """Give a passage as it was found."""
    return Context(found=(passage,), text=passage.text, start=passage.start, end=passage.end)


def widened(
    passages: Sequence[Passage], around: Iterable[Surrounding], *, room_tokens: int, cost: Cost
) -> tuple[Context, ...]:
    """Give what to read, best first: each passage with its surroundings where that fits, else as it was found.

    What overlaps or adjoins is one context. Together they cost at most `room_tokens` more than the passages alone.
    """
    known = {one.key: one for one in around}
    contexts = [_placed(passage, known.get(passage.key)) for passage in passages]
    for passage in passages:
        surrounding = known.get(passage.key)
        if surrounding is None or not surrounding.holds(passage):
            continue
        wide = _wide(passage, surrounding)
        near = [context for context in contexts if _touches(context, wide)]
        joined = _joined(wide, near)
        more_tokens = cost(joined) - sum(map(cost, near))
        if more_tokens <= room_tokens:
            room_tokens -= more_tokens
            contexts = _replaced(contexts, near, joined)
    return _neighbours_joined(contexts)


def _neighbours_joined(contexts: Sequence[Context]) -> tuple[Context, ...]:
    """Give one context for chunks of one document that were found side by side, though there is no room around them."""
    kept: list[Context] = []
    for context in contexts:
        while near := next((other for other in kept if _are_neighbours(other, context)), None):
            kept.remove(near)
            context = _appended(near, context)  # noqa: PLW2901 - it grows while there are neighbours
        kept.append(context)
    ranks = {id(passage): rank for rank, context in enumerate(contexts) for passage in context.found}
    ordered = (
        replace(one, found=tuple(sorted(one.found, key=lambda passage: ranks[id(passage)]))) for one in kept
    )
    return tuple(sorted(ordered, key=lambda context: ranks[id(context.best)]))


def _are_neighbours(one: Context, other: Context) -> bool:
    first, second = sorted((one, other), key=lambda context: context.start)
    is_same = _text_of(one) == _text_of(other) and one.cut == other.cut
    return is_same and 0 <= second.start - first.end <= _WHITE_CHARACTERS


def _text_of(context: Context) -> tuple[UUID, int]:
    return context.best.document.id, context.best.document.version


def _appended(better: Context, other: Context) -> Context:
    """Give both as one text; between two chunks is nothing but white space."""
    first, second = sorted((better, other), key=lambda context: context.start)
    text = first.text + "\n" * (second.start - first.end) + second.text
    chunks = (*_chunks_of(first), *_chunks_of(second))
    found = (*better.found, *other.found)
    return replace(better, found=found, text=text, start=first.start, end=second.end, chunks=chunks)


def _chunks_of(context: Context) -> tuple[ChunkSpan, ...]:
    if context.chunks:
        return context.chunks
    one = context.best
    span = ChunkSpan(
        chunk_id=one.chunk_id,
        start=one.start,
        end=one.end,
        page=one.page,
        place=one.place,
        section=one.section,
    )
    return (span,)


def _placed(passage: Passage, surrounding: Surrounding | None) -> Context:
    context = alone(passage)
    if surrounding is None or not surrounding.holds(passage):
        return context
    chunks = tuple(chunk for chunk in surrounding.chunks if chunk.chunk_id == passage.chunk_id)
    return replace(context, cut=_cut(passage, surrounding), chunks=chunks)


def _wide(passage: Passage, around: Surrounding) -> Context:
    return Context(
        found=(passage,),
        text=around.text,
        start=around.start,
        end=around.end,
        cut=_cut(passage, around),
        chunks=around.chunks,
    )


def _cut(passage: Passage, surrounding: Surrounding) -> tuple[UUID, int, int]:
    return passage.document.id, surrounding.version, surrounding.cut


def _touches(context: Context, wide: Context) -> bool:
    return context.cut == wide.cut and context.start <= wide.end and wide.start <= context.end


def _joined(wide: Context, near: Sequence[Context]) -> Context:
    """Give all of these as one text; each touches `wide`, so that nothing between them is missing."""
    ordered = sorted((wide, *near), key=lambda context: context.start)
    text, start, end = ordered[0].text, ordered[0].start, ordered[0].end
    for context in ordered[1:]:
        if context.end > end:
            text, end = text + context.text[end - context.start :], context.end
    chunks = {chunk.chunk_id: chunk for context in ordered for chunk in context.chunks}
    found = tuple(passage for context in near for passage in context.found)
    in_order = tuple(sorted(chunks.values(), key=lambda chunk: chunk.start))
    return replace(wide, found=found, text=text, start=start, end=end, chunks=in_order)


def _replaced(contexts: Sequence[Context], near: Sequence[Context], joined: Context) -> list[Context]:
    """Let what was joined stand where the best of it stood."""
    gone = {id(context) for context in near[1:]}
    kept = [context for context in contexts if id(context) not in gone]
    return [joined if context is near[0] else context for context in kept]


def _shared(chunk: ChunkSpan, start: int, end: int) -> int:
    return max(0, min(chunk.end, end) - max(chunk.start, start))


def _common(sections: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    levels = zip(*sections, strict=False)
    return tuple(level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels))
