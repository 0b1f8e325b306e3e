"""Say which costs less: to compare each row that is seen, or to walk the graph past those that are not."""

from math import sqrt

from documents.search.graph import looks_at
from documents.search.view import View

# How many rows are compared one after another in the time in which the graph comes to one: 384 halfvecs, by
# tests.bench.dense_costs. Even at 8 000 rows that are seen of 50 000, and at 26 000 of 500 000.
VISIT_ROWS = 20
# The graph finds rows nearly in order: it passes some that are wanted.
PASSED = 1.3


def graph_pays(view: View, depth: int) -> bool:
    """Say whether the graph is cheaper, where it has to find so many rows among those that the person sees.

    It looks at `looks_at` rows at least, and on until enough of them are seen: at `depth × total ÷ visible` of them.
    To compare each costs `visible`. The graph pays beyond the larger of the two numbers at which both are even.
    """
    least = VISIT_ROWS * looks_at(depth, max(view.total, view.visible))
    until_enough = sqrt(VISIT_ROWS * PASSED * depth * max(view.total, view.visible))
    return view.visible > max(least, until_enough)
