"""Say which costs less: to compare each row that is seen, or to walk the graph past those that are not."""

from math import sqrt

from documents.search.graph import looks_at
from documents.search.view import View

# How many rows are compared one after another in the time in which the graph comes to one: 384 halfvecs, by
# tests.bench.dense_costs. Even at 8 000 rows that are seen of 50 000, and at 26 000 of 500 000.
VISIT_ROWS = 20
# The graph finds rows nearly in order: it passes some that are wanted.
PASSED = 1.3
# To hold a row against a filter costs the graph so much more, and to read one to hold it against it as much as to
# compare so many: measured with a field of the metadata of 60 000 documents of one chunk.
HELD_VISIT = 1.5
READ_ROWS = 1


def even_at(view: View, depth: int) -> int:
    """Return of how many rows that are seen both cost the same, to find so many of them; beyond, the graph pays.

    It looks at `looks_at` rows at least, and on until enough of them are seen: at `depth × total ÷ seen` of them.
    To compare each costs `seen`. It is the larger of the two numbers at which both are even.
    """
    return _even_at(view, depth, visit_rows=VISIT_ROWS, read_rows=0)


def even_at_filtered(view: View, depth: int) -> int:
    """Return of how many rows that a filter leaves both cost the same.

    To find them all, whatever is seen is held against the filter; on its way the graph holds each row against it. Who
    asks takes up to EXACT_ROWS exactly in any case: words are looked for in what is left, too.
    """
    return _even_at(view, depth, visit_rows=VISIT_ROWS * HELD_VISIT, read_rows=READ_ROWS * view.visible)


def _even_at(view: View, depth: int, *, visit_rows: float, read_rows: float) -> int:
    total = max(view.total, view.visible)
    least = visit_rows * looks_at(depth, total) - read_rows
    # Where `wanted × (read_rows + wanted)` is what it costs to walk until enough are found.
    walked = visit_rows * PASSED * depth * total
    until_enough = (sqrt(read_rows**2 + 4 * walked) - read_rows) / 2
    return int(max(least, until_enough))
