"""Compare two texts by paragraph and, where a paragraph changed, by word; bounded in time and in size."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from diff_match_patch import diff_match_patch

Kind = Literal["same", "added", "removed", "changed", "skipped"]
PartKind = Literal["same", "added", "removed"]

MOST_CHARACTERS, MOST_PARAGRAPHS = 1_000_000, 20_000
# A longer paragraph is compared by its sentences, or where it has none by pieces.
LONG_PARAGRAPH, LONGEST_PIECE = 2_000, 5_000
# What is shown of a comparison: more is nothing that a person reads, nor a page that a browser likes.
MOST_BLOCKS, MOST_SHOWN_CHARACTERS = 2_000, 400_000
# Beyond these a comparison is right all the same, but says more than the least that changed.
PARAGRAPH_SECONDS, WORD_SECONDS, WORDS_SECONDS_TOGETHER = 1.0, 0.1, 1.0
# Unchanged paragraphs that are shown around a change.
CONTEXT = 2
# Two paragraphs with fewer words in common are not one that was changed.
LEAST_ALIKE = 0.4
# So far a paragraph is looked for among those that took the place of others.
REACH = 5
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Carry a piece of a paragraph."""

    kind: PartKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """Carry a paragraph with its number in the old and in the new text, or say how many were skipped."""

    kind: Kind
    old: int | None = None
    new: int | None = None
    parts: tuple[Part, ...] = ()
    paragraphs: int = 1


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Say what changed: counts of paragraphs in all, and blocks as far as they are shown."""

    added: int
    removed: int
    changed: int
    same: int
    is_cut: bool
    blocks: tuple[Block, ...]


def compare(old: str, new: str) -> Comparison:
    """Return what changed from the old text to the new one."""
    before, after = _paragraphs(old), _paragraphs(new)
    blocks = list(_blocks(before, after))
    counts = Counter(block.kind for block in blocks)
    shown, is_cut = _bounded(_condensed(blocks))
    return Comparison(
        added=counts["added"],
        removed=counts["removed"],
        changed=counts["changed"],
        same=counts["same"],
        is_cut=is_cut or _is_beyond(old, before) or _is_beyond(new, after),
        blocks=tuple(shown),
    )


def _paragraphs(text: str) -> list[str]:
    lines = (line.strip() for line in text[: MOST_CHARACTERS + 1].split("\n"))
    return list(islice((piece for line in lines if line for piece in _pieces(line)), MOST_PARAGRAPHS + 1))


def _pieces(paragraph: str) -> Iterator[str]:
    sentences = [paragraph] if len(paragraph) <= LONG_PARAGRAPH else _SENTENCE_ENDS.split(paragraph)
    for sentence in sentences:
        yield from (sentence[at : at + LONGEST_PIECE] for at in range(0, len(sentence), LONGEST_PIECE))


def _is_beyond(text: str, paragraphs: Sequence[str]) -> bool:
    return len(text) > MOST_CHARACTERS or len(paragraphs) > MOST_PARAGRAPHS


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[Block]:
    old = new = 0
    removed: range = range(0)
    words_end = time.monotonic() + WORDS_SECONDS_TOGETHER
    for kind, count in [*runs(before, after, PARAGRAPH_SECONDS), ("same", 0)]:
        if kind == "removed":
            removed, old = range(old, old + count), old + count
            continue
        added = range(new, new + count) if kind == "added" else range(0)
        yield from _replaced(before, after, removed, added, words_end)
        removed, new = range(0), new + len(added)
        if kind == "same":
            for _ in range(count):
                yield _whole("same", before[old], old=old + 1, new=new + 1)
                old, new = old + 1, new + 1


def runs(before: Sequence[str], after: Sequence[str], seconds: float) -> list[tuple[PartKind, int]]:
    """Return runs of equal, removed and added items, each removal before what was added in its place."""
    letters: dict[str, str] = {}
    # The library compares strings: each distinct item stands as one character.
    texts = [
        "".join(letters.setdefault(item, chr(len(letters) + 1)) for item in side) for side in (before, after)
    ]
    engine = diff_match_patch()
    engine.Diff_Timeout = seconds
    names: dict[int, PartKind] = {
        engine.DIFF_EQUAL: "same",
        engine.DIFF_INSERT: "added",
        engine.DIFF_DELETE: "removed",
    }
    return [(names[kind], len(run)) for kind, run in engine.diff_main(*texts, False)]


def _replaced(
    before: Sequence[str], after: Sequence[str], removed: range, added: range, words_end: float
) -> Iterator[Block]:
    """Yield what was removed and what was added in its place: a paragraph that is still alike was changed."""
    at = added.start
    for old in removed:
        reach = range(at, min(at + REACH, added.stop))
        new = next((place for place in reach if _alike(before[old], after[place]) >= LEAST_ALIKE), None)
        if new is None:
            yield _whole("removed", before[old], old=old + 1)
            continue
        yield from (_whole("added", after[place], new=place + 1) for place in range(at, new))
        parts = tuple(_parts(before[old], after[new], words_end))
        yield Block(kind="changed", old=old + 1, new=new + 1, parts=parts)
        at = new + 1
    yield from (_whole("added", after[place], new=place + 1) for place in range(at, added.stop))


def _whole(kind: PartKind, text: str, *, old: int | None = None, new: int | None = None) -> Block:
    return Block(kind=kind, old=old, new=new, parts=(Part(kind=kind, text=text),))


def _alike(old: str, new: str) -> float:
    words, others = Counter(re.findall(r"\w+", old.lower())), Counter(re.findall(r"\w+", new.lower()))
    together = words.total() + others.total()
    return 2 * (words & others).total() / together if together else 1.0


def _parts(old: str, new: str, words_end: float) -> Iterator[Part]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    seconds = min(WORD_SECONDS, words_end - time.monotonic())
    if seconds <= 0:
        yield from (Part(kind="removed", text=old), Part(kind="added", text=new))
        return
    at = {"removed": 0, "added": 0}
    for kind, count in runs(before, after, seconds):
        side = before if kind == "removed" else after
        place = at["removed" if kind == "removed" else "added"]
        yield Part(kind=kind, text="".join(side[place : place + count]))
        for name in at if kind == "same" else (kind,):
            at[name] += count


def _condensed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield changes with a few paragraphs around them; the others are counted."""
    near: set[int] = set()
    for place, block in enumerate(blocks):
        if block.kind != "same":
            near.update(range(place - CONTEXT, place + CONTEXT + 1))
    skipped = 0
    for place, block in enumerate(blocks):
        if place not in near:
            skipped += 1
            continue
        if skipped:
            yield Block(kind="skipped", paragraphs=skipped)
            skipped = 0
        yield block
    if skipped:
        yield Block(kind="skipped", paragraphs=skipped)


def _bounded(blocks: Iterator[Block]) -> tuple[list[Block], bool]:
    shown: list[Block] = []
    left = MOST_SHOWN_CHARACTERS
    for block in blocks:
        left -= sum(len(part.text) for part in block.parts)
        if len(shown) >= MOST_BLOCKS or left < 0:
            return shown, True
        shown.append(block)
    return shown, False
