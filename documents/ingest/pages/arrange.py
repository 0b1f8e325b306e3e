"""Arrange what stands on a page: its tables, and its lines in reading order."""

from collections.abc import Sequence

from documents.ingest.pages.gaps import with_tables
from documents.ingest.pages.grids import heads_of, ruled_tables
from documents.ingest.pages.lines import Item, Line
from documents.ingest.pages.order import Row, Table, in_order
from documents.ingest.pages.types import Box, Ruled, Run, Word

# A frame around text is drawn with lines too: a table has words in most of its cells, and not a page of them in one.
LEAST_FILLED, MOST_CELL_CHARACTERS = 0.3, 900


def arrange(runs: Sequence[Run], rules: Sequence[Box]) -> list[Item]:
    """Return the lines and tables of a page in reading order; `rules` are the lines drawn on it."""
    words = [word for run in runs for word in run.words]
    tables: list[Table] = []
    taken: set[int] = set()
    for ruled in ruled_tables(rules):
        inside = [word for word in words if id(word) not in taken and ruled.box.holds(word.box)]
        table = _filled(ruled, inside)
        if table is not None:
            tables.append(table)
            taken.update(map(id, inside))
    left = runs if not taken else [part for run in runs for part in _without(run, taken)]
    parts = with_tables(in_order([*left, *tables]))
    return [Line.of(part) if isinstance(part, Row) else part for part in parts]


def _without(run: Run, taken: set[int]) -> list[Run]:
    words = [word for word in run.words if id(word) not in taken]
    return [Run.of(words)] if words else []


def _filled(ruled: Ruled, words: Sequence[Word]) -> Table | None:
    """Return a table with the words in its cells, or None where the lines are no table's."""
    rows: list[tuple[str, ...]] = []
    for row in ruled.rows:
        band = [word for word in words if any(cell and cell.holds(word.box) for cell in row)]
        rows += _rows([_lines_in(cell, band) if cell else [] for cell in row])
    cells = [text for row in rows for text in row]
    filled = sum(map(bool, cells))
    if filled < max(2, LEAST_FILLED * sum(cell is not None for row in ruled.rows for cell in row)):
        return None
    if max(map(len, cells)) > MOST_CELL_CHARACTERS:
        return None
    heads = heads_of(ruled)
    kept = [row for row in rows[heads:] if any(row)]
    return Table((*rows[:heads], *kept), ruled.box, heads)


def _rows(cells: Sequence[Sequence[Sequence[Word]]]) -> list[tuple[str, ...]]:
    """Return a row of cells, or several where no line is drawn between rows of figures."""
    figures = [cell for cell in cells if len(cell) > 1 and all(map(_has_digit, cell))]
    levels = [line[0].box.middle[1] for line in figures[0]] if len(figures) > 1 else []
    if not levels or any(len(cell) > len(levels) for cell in cells):
        return [tuple(" ".join(map(_text_of, cell)) for cell in cells)]
    rows = [[""] * len(cells) for _ in levels]
    for place, cell in enumerate(cells):
        for line in cell:
            nearest = min(range(len(levels)), key=lambda row: abs(levels[row] - line[0].box.middle[1]))
            rows[nearest][place] = f"{rows[nearest][place]} {_text_of(line)}".strip()
    return [tuple(row) for row in rows]


def _has_digit(line: Sequence[Word]) -> bool:
    return any(letter.isdigit() for word in line for letter in word.text)


def _text_of(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in sorted(line, key=lambda word: word.box.left))


def _lines_in(cell: Box, words: Sequence[Word]) -> list[list[Word]]:
    """Return the words in a cell, line by line."""
    inside = [word for word in words if cell.holds(word.box)]
    lines: list[list[Word]] = []
    for word in sorted(inside, key=lambda word: word.box.middle[1]):
        first = lines[-1][0].box if lines else None
        if first and first.top <= word.box.middle[1] <= first.bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines
