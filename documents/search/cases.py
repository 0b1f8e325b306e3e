"""Ask judged questions as a person would, for weights to be learned from them."""

from collections.abc import Collection, Iterator

from documents.embedding.registry import entries
from documents.ranking.learning import Judged, judged
from documents.search.asking import checked
from documents.search.merging import Part, evidence_of
from documents.search.retrieval import candidates_of
from tenants.types import Actor

WEIGHTS = "weights"
# Where a row says which document it is of: by its id, and by its name outside.
_DOCUMENT = slice(13, 15)
# As many as a search looks at by default.
_DEPTH = 50


def judged_case(
    *, actor: Actor, question: str, expected: Collection[str], collection: str | None = None
) -> Iterator[Judged]:
    """Yield a question as each index version answers it; raise Invalid for one that cannot be asked."""
    wanted = checked(actor, question, _DEPTH, "hybrid", [collection] if collection else [], {})
    for part in candidates_of(wanted):
        if part[1]:
            yield _judged(question, part, frozenset(expected))


def _judged(question: str, part: Part, expected: frozenset[str]) -> Judged:
    view, found = part
    known = entries().get(view.embedder)
    return judged(
        evidence=evidence_of(question, part),
        dense={row[3]: row[0] for row in found if row[0] is not None},
        lexical={row[3]: row[1] for row in found if row[1] is not None},
        grades={row[3]: int(not expected.isdisjoint(map(str, row[_DOCUMENT]))) for row in found},
        lexical_ceiling=sum(found[0][2]),
        unrelated_cosine=known.unrelated_cosine if known else 0.0,
        depth=max(_DEPTH, view.settings.candidates),
    )
