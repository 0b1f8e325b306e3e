"""Lay units into chunks by their tokens; plain arithmetic over sums, without the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, kw_only=True)
class Load:
    """Hold the units of a piece of text: tokens, how well one may cut before each, what each must be preceded by."""

    tokens: Sequence[int]
    strengths: Sequence[int]
    # What is embedded before a chunk that begins with this unit: the head of its table.
    heads: Sequence[int]
    # Whether a chunk may begin with this unit a second time.
    repeatable: Sequence[bool]


def pack(load: Load, *, limit: int, first_limit: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield the units `first:end` of each chunk; a unit and what precedes it may together be above the limit."""
    sums = [0, *accumulate(load.tokens)]
    first = done = 0
    while done < len(load.tokens):
        most = limit - load.heads[first] if first else min(first_limit, limit - load.heads[0])
        if load.tokens[first] > most:
            most = limit
        end = _end(sums, load.strengths, first, done + 1, most)
        yield first, end
        first = _begin_again(sums, load, first, end, limit, overlap)
        done = end


def window(sums: Sequence[int], first: int, end: int, most: int) -> tuple[int, int]:
    """Return the units around `first:end` that together have at most so many tokens, on both sides alike."""
    spare = max(most - (sums[end] - sums[first]), 0)
    before, after = sums[first], sums[-1] - sums[end]
    behind = min(after, max(spare // 2, spare - before))
    ahead = min(before, spare - behind)
    return bisect_left(sums, sums[first] - ahead), bisect_right(sums, sums[end] + behind) - 1


def _end(sums: Sequence[int], strengths: Sequence[int], first: int, least: int, most: int) -> int:
    """Return where best to end a chunk that begins at `first`: late, and where the text itself pauses."""
    last = len(sums) - 1
    farthest = max(bisect_right(sums, sums[first] + most) - 1, least)
    if farthest >= last:
        return last
    nearest = max(least, bisect_left(sums, sums[first] + most // 4))
    left = sums[last] - sums[first]
    # The last two share what is left, so that no crumb remains. Elsewhere what comes later must not move a cut.
    even = max(nearest, bisect_left(sums, sums[last] - most))
    if left <= 2 * most and even <= farthest:
        places = range(even, farthest + 1)
        return max(places, key=lambda place: (strengths[place], -abs(2 * (sums[place] - sums[first]) - left)))
    places = range(nearest if nearest <= farthest else least, farthest + 1)
    return max(places, key=lambda place: (strengths[place], place))


def _begin_again(sums: Sequence[int], load: Load, first: int, end: int, limit: int, overlap: int) -> int:
    """Return the unit with which the next chunk begins: `end`, or so many before it that are said again."""
    if not overlap or end >= len(load.tokens):
        return end
    room = min(overlap, limit - load.tokens[end])
    start = max(first + 1, bisect_left(sums, sums[end] - room))
    while start < end and not load.repeatable[start]:
        start += 1
    return start
