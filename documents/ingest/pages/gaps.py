"""Find tables without drawn lines: neighbouring lines whose parts stand below each other."""

from collections.abc import Sequence
from dataclasses import replace

from documents.ingest.pages.order import Row, Table
from documents.ingest.pages.types import Box, Run

# In points: edges that are so near are meant to stand below each other.
ALIGNED = 4.0
# In heights of a line: rows of a table are not further apart.
MOST_LEADING = 3.5


def with_tables(parts: Sequence[Row | Table]) -> list[Row | Table]:
    """Return the parts of a page with those rows made tables that are."""
    found: list[Row | Table] = []
    block: list[Row] = []
    for part in parts:
        if isinstance(part, Row) and len(part.runs) > 1 and (not block or _continues(block[-1], part)):
            block.append(part)
            continue
        if isinstance(part, Row) and len(block) > 1 and _is_cell_below(block, part):
            block[-1] = _with_line(block[-1], part)
            continue
        found += _closed(block)
        block = []
        if isinstance(part, Row) and len(part.runs) > 1:
            block = [part]
        else:
            found.append(part)
    return [*found, *_closed(block)]


def _is_cell_below(block: Sequence[Row], part: Row) -> bool:
    """Say whether a line goes on with a cell of the row above, but for the first, under which the text goes on."""
    row = block[-1]
    box = part.box
    if box.top - row.box.bottom > 0.8 * box.height:
        return False
    columns = _columns(block)[1:]
    return any(left - ALIGNED <= box.left and box.right <= right + ALIGNED for left, right in columns)


def _with_line(row: Row, part: Row) -> Row:
    line = part.runs[0]
    nearest = min(row.runs, key=lambda run: abs(run.box.left - line.box.left))
    longer = Run((*nearest.words, *line.words), Box.around((nearest.box, line.box)))
    runs = tuple(longer if run is nearest else run for run in row.runs)
    return replace(row, runs=runs, box=Box.around(run.box for run in runs))


def _closed(block: list[Row]) -> list[Row | Table]:
    if len(block) < 2:
        return list(block)
    columns = _columns(block)
    if len(columns) < 2:
        return list(block)
    rows = tuple(tuple(_cells(row, columns)) for row in block)
    return [Table(rows, Box.around(row.box for row in block))]


def _continues(above: Row, below: Row) -> bool:
    gap = below.box.top - above.box.bottom
    if gap > MOST_LEADING * above.box.height:
        return False
    aligned = sum(any(_is_below(one, other) for other in above.runs) for one in below.runs)
    return aligned >= 2


def _is_below(one: Run, other: Run) -> bool:
    first, second = one.box, other.box
    centres = abs(first.middle[0] - second.middle[0])
    return (
        min(abs(first.left - second.left), abs(first.right - second.right), centres) <= ALIGNED
        or min(first.right, second.right) - max(first.left, second.left) > 0
    )


def _columns(block: Sequence[Row]) -> list[tuple[float, float]]:
    """Return where columns begin and end: what overlaps, in any row, stands in one."""
    spans = sorted((run.box.left, run.box.right) for row in block for run in row.runs)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _cells(row: Row, columns: list[tuple[float, float]]) -> list[str]:
    cells = [""] * len(columns)
    for run in row.runs:
        middle = run.box.middle[0]
        place = next((place for place, (_, right) in enumerate(columns) if middle <= right), len(columns) - 1)
        cells[place] = f"{cells[place]} {run.text}".strip()
    return cells
