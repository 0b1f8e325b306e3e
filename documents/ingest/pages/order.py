"""Put what stands on a page into reading order: columns one after another, what spans them between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from documents.ingest.clean import BULLET
from documents.ingest.pages.types import Box, Run

# Points between two columns, at least; and how finely it is looked for them.
LEAST_GUTTER, STEP = 5.0, 2.0
# A column has at least so many lines, which fill most of its width with words, as cells of a table seldom do.
LEAST_LINES, FILL, WORDS = 3, 0.55, 3.0
# What spans the columns, titles and wide figures, is so much of a page at most; a column so much of its width at least.
MOST_SPANNING, LEAST_SHARE = 0.5, 0.2
MOST_DEPTH, MOST_STRIPS = 4, 3


@dataclass(frozen=True, slots=True)
class Table:
    """Keep the rows of a table, cell by cell, of which the first `heads` name its columns."""

    rows: tuple[tuple[str, ...], ...]
    box: Box
    heads: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Keep runs that stand on one line of a column, from left to right."""

    runs: tuple[Run, ...]
    box: Box
    # Where the lines of its column end, as far as they tell.
    column_end: float


Part = Run | Table


def in_order(parts: Sequence[Part]) -> list[Row | Table]:
    """Return the lines and tables of a page as a person reads them."""
    return list(_columns(list(parts), 0))


def _columns(parts: list[Part], depth: int) -> Iterable[Row | Table]:
    gutter = _gutter(parts) if depth < MOST_DEPTH else None
    if gutter is None:
        yield from _lines(parts)
        return
    left, right = list[Part](), list[Part]()
    for part in sorted(parts, key=lambda part: part.box.top):
        if part.box.left < gutter < part.box.right:
            # What spans the columns ends them.
            yield from _columns(left, depth + 1)
            yield from _columns(right, depth + 1)
            yield from _lines([part])
            left, right = [], []
        else:
            (left if part.box.middle[0] < gutter else right).append(part)
    yield from _columns(left, depth + 1)
    yield from _columns(right, depth + 1)


def _gutter(parts: list[Part]) -> float | None:
    """Return the middle of the emptiest strip between what looks like two columns of prose, if there is one."""
    runs = [part for part in parts if isinstance(part, Run)]
    if len(runs) < 2 * LEAST_LINES:
        return None
    area = Box.around(part.box for part in parts)
    steps = int(area.width / STEP)
    crossed = [0] * (steps + 2)
    for part in parts:
        crossed[int((part.box.left - area.left) / STEP)] += 1
        crossed[min(steps, int((part.box.right - area.left) / STEP)) + 1] -= 1
    total, cover = 0, list[int]()
    for change in crossed:
        total += change
        cover.append(total)
    inner = int(steps * LEAST_SHARE)
    for place in _strips(cover, inner, steps - inner, len(parts)):
        middle = area.left + (place + 0.5) * STEP
        if _are_columns(runs, middle):
            return middle
    return None


def _strips(cover: list[int], first: int, last: int, parts: int) -> list[int]:
    """Return the emptiest place of each strip that few parts cross, the widest strip first."""
    if first >= last:
        return []
    most = min(cover[first:last]) + max(2, parts // 20)
    strips: list[list[int]] = []
    for place in range(first, last):
        if cover[place] > most:
            continue
        if strips and strips[-1][-1] == place - 1:
            strips[-1].append(place)
        else:
            strips.append([place])
    wide = sorted((strip for strip in strips if len(strip) * STEP >= LEAST_GUTTER), key=len, reverse=True)
    return [_emptiest(strip, cover) for strip in wide[:MOST_STRIPS]]


def _emptiest(strip: list[int], cover: list[int]) -> int:
    least = min(cover[place] for place in strip)
    places = [place for place in strip if cover[place] == least]
    return places[len(places) // 2]


def _are_columns(runs: list[Run], gutter: float) -> bool:
    left = [run for run in runs if run.box.right <= gutter]
    right = [run for run in runs if run.box.left >= gutter]
    spanning = len(runs) - len(left) - len(right)
    if min(len(left), len(right)) < LEAST_LINES or spanning > MOST_SPANNING * len(runs):
        return False
    return _is_prose(left) and _is_prose(right)


def _is_prose(runs: list[Run]) -> bool:
    area = Box.around(run.box for run in runs)
    filled = median(run.box.width for run in runs) / max(area.width, 1.0)
    words = sum(len(run.words) for run in runs) / len(runs)
    # Columns of columns are told apart when these are split further.
    return words >= WORDS and (filled >= FILL or len(runs) >= 4 * LEAST_LINES)


def _lines(parts: Iterable[Part]) -> list[Row | Table]:
    """Return the lines of one column from top to bottom."""
    found = list(parts)
    if not found:
        return []
    rows: list[list[Run]] = []
    tables = [part for part in found if isinstance(part, Table)]
    for run in sorted((part for part in found if isinstance(part, Run)), key=lambda run: run.box.top):
        row = next((row for row in reversed(rows[-4:]) if _is_beside(row[0], run)), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    end = _usual_end(found)
    lines = [_row(row, end) for row in rows]
    return sorted([*lines, *tables], key=lambda part: part.box.top)


def _usual_end(parts: list[Part]) -> float:
    ends = sorted(part.box.right for part in parts)
    return ends[int(len(ends) * 0.85)]


def _is_beside(one: Run, other: Run) -> bool:
    _, top, _, bottom = one.box
    _, other_top, _, other_bottom = other.box
    height, other_height = bottom - top, other_bottom - other_top
    lower = min(height, other_height)
    if max(height, other_height) > 2.2 * lower:
        return False
    return min(bottom, other_bottom) - max(top, other_top) >= 0.5 * lower


def _row(runs: list[Run], column_end: float) -> Row:
    runs = sorted(runs, key=lambda run: run.box.left)
    joined = [runs[0]]
    for run in runs[1:]:
        gap = run.box.left - joined[-1].box.right
        is_bullet = len(joined) == 1 and BULLET.fullmatch(f"{joined[0].text} ") is not None
        if is_bullet or gap <= max(joined[-1].box.height, run.box.height):
            joined[-1] = Run.of((*joined[-1].words, *run.words))
        else:
            joined.append(run)
    return Row(tuple(joined), Box.around(run.box for run in joined), column_end)
