"""Make one order of what the legs brought, whichever index version it came from."""

from collections.abc import Sequence

from documents.embedding.registry import entries
from documents.ranking.fusion import fuse
from documents.search.asking import Wanted
from documents.search.rows import Row, passage_of
from documents.search.statement import View
from documents.types import Passage

# What a person sees of one index version, and what was found there.
Part = tuple[View, list[Row]]


def merged(wanted: Wanted, parts: Sequence[Part]) -> tuple[Passage, ...]:
    """Return the best of all index versions: a fused score means the same whichever model gave the cosine."""
    best = [passage for view, found in parts for passage in _fused(wanted, found, view)]
    return tuple(
        best if len(parts) == 1 else sorted(best, key=lambda passage: -(passage.scores.fused or 0.0))
    )


def _fused(wanted: Wanted, found: Sequence[Row], view: View) -> tuple[Passage, ...]:
    by_key = {row[3]: row for row in found}
    known = entries().get(view.embedder)
    fused = fuse(
        {key: row[0] for key, row in by_key.items() if row[0] is not None},
        {key: row[1] for key, row in by_key.items() if row[1] is not None},
        lexical_ceiling=float(found[0][2]) if found else 0.0,
        unrelated_cosine=known.unrelated_cosine if known else 0.0,
    )
    # What comes further down is not shown, whatever a ranker makes of it: it need not be made a passage.
    best = fused[: max(wanted.k, view.settings.candidates)]
    return tuple(passage_of(by_key[one.key], wanted.mode, one.score) for one in best)
