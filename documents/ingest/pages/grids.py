"""Find tables by the lines drawn around their cells."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from documents.ingest.pages.types import Box, Ruled

if TYPE_CHECKING:
    from pdfplumber.table import Table

# A table asks its page for text alone.
NO_PAGE: Any = None
# In points: thinner parts of a drawing are lines; lines that are so near are one.
THIN, NEAR = 3.0, 3.0
LEAST_LENGTH = 8.0
# Each crossing is looked at: more lines are a drawing or a map.
MOST_CROSSINGS = 20_000
# A cell over several rows of heads; more would be a group of rows.
MOST_HEADS = 3


def ruled_tables(lines: Iterable[Box]) -> list[Ruled]:
    """Return the tables of at least two rows and columns that lines enclose, from top to bottom."""
    across, down = _edges(lines)
    if len(across) < 2 or len(down) < 2 or len(across) * len(down) > MOST_CROSSINGS:
        return []
    # Only where there are lines: it loads another reader of PDF files.
    from pdfplumber import table

    edges = table.merge_edges([*across, *down], NEAR, NEAR, NEAR, NEAR)
    cells = table.intersections_to_cells(table.edges_to_intersections(edges, NEAR, NEAR))
    found = (_ruled(table.Table(NO_PAGE, group)) for group in table.cells_to_tables(cells))
    return [one for one in found if len(one.rows) > 1 and len(one.rows[0]) > 1]


def heads_of(ruled: Ruled) -> int:
    """Return how many rows name the columns: as many as the highest cell of the first row spans."""
    first = [cell for cell in ruled.rows[0] if cell]
    lowest = max(cell.bottom for cell in first)
    tops = [min(cell.top for cell in row if cell) for row in ruled.rows]
    heads = sum(top < lowest - NEAR for top in tops)
    return heads if heads <= MOST_HEADS and heads < len(ruled.rows) else 1


def _edges(lines: Iterable[Box]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    across: list[dict[str, object]] = []
    down: list[dict[str, object]] = []
    for line in lines:
        if line.height <= THIN and line.width >= LEAST_LENGTH:
            middle = (line.top + line.bottom) / 2
            across.append(_edge("h", line.left, middle, line.right, middle))
        elif line.width <= THIN and line.height >= LEAST_LENGTH:
            middle = (line.left + line.right) / 2
            down.append(_edge("v", middle, line.top, middle, line.bottom))
    return across, down


def _edge(orientation: str, left: float, top: float, right: float, bottom: float) -> dict[str, object]:
    return {
        "orientation": orientation,
        "object_type": "line",
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "width": right - left,
        "height": bottom - top,
    }


def _ruled(table: "Table") -> Ruled:
    rows = tuple(tuple(Box(*cell) if cell else None for cell in row.cells) for row in table.rows)
    return Ruled(box=Box(*table.bbox), rows=rows)
