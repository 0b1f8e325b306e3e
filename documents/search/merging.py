"""Make one order of what the legs brought, whichever index version it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain

from documents.embedding.registry import entries
from documents.lexical.analyzer import Analyzer
from documents.ranking.fusion import fuse
from documents.ranking.weighing import DEFAULT_WEIGHTS, Evidence, gather
from documents.search.asking import Wanted
from documents.search.rows import Row, passage_of
from documents.search.statement import View
from documents.types import Passage

# What a person sees of one index version, and what was found there.
Part = tuple[View, list[Row]]
# Where a row says which collection it is of.
_COLLECTION = -3

_analyzer = Analyzer()


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Hold what told how far to trust either leg of one index version, and the dense one's share by that."""

    evidence: Evidence
    dense_share: float
    # Of collections whose weights are their own.
    own_shares: Mapping[str, float]

    def explained(self) -> dict[str, object]:
        """Return it for the trace."""
        return {
            "dense_share": round(self.dense_share, 3),
            "own_shares": {slug: round(share, 3) for slug, share in self.own_shares.items()},
            "evidence": {name: round(value, 3) for name, value in asdict(self.evidence).items()},
        }


def merged(wanted: Wanted, parts: Sequence[Part], weighed: Sequence[Balance]) -> tuple[Passage, ...]:
    """Return the best of all index versions: a fused score means the same whichever model gave the cosine."""
    fused = map(partial(_fused, wanted), parts, weighed)
    best = list(chain.from_iterable(fused))
    return tuple(
        best if len(parts) == 1 else sorted(best, key=lambda passage: -(passage.scores.fused or 0.0))
    )


def balanced(question: str, part: Part) -> Balance:
    """Weigh the legs by the question, its finds, and what the collections have learned."""
    view, rows = part
    evidence = evidence_of(question, part)
    usual = view.weights.get("", DEFAULT_WEIGHTS)
    found = {row[_COLLECTION] for row in rows}
    own = {slug: weights.dense_share(evidence) for slug, weights in view.weights.items() if slug in found}
    return Balance(evidence=evidence, dense_share=usual.dense_share(evidence), own_shares=own)


def evidence_of(question: str, part: Part) -> Evidence:
    """Return what the question and its finds tell of the legs."""
    view, found = part
    languages = view.asked_languages(question)
    known = entries().get(view.embedder)
    weights = found[0][2] if found else []
    return gather(
        # By the stems of its own language: each other language has stems that need not be found.
        asked=_analyzer.query_terms(question, languages[:1]),
        found_weights=weights,
        lexical=[row[1] for row in found if row[1] is not None],
        dense=[row[0] for row in found if row[0] is not None],
        unrelated_cosine=known.unrelated_cosine if known else 0.0,
        ceiling=sum(weights),
        is_read=known is None or not languages or languages[0] in known.languages,
    )


def _fused(wanted: Wanted, part: Part, weighed: Balance) -> tuple[Passage, ...]:
    view, found = part
    by_key = {row[3]: row for row in found}
    known = entries().get(view.embedder)
    own = weighed.own_shares
    fused = fuse(
        {key: row[0] for key, row in by_key.items() if row[0] is not None},
        {key: row[1] for key, row in by_key.items() if row[1] is not None},
        lexical_ceiling=sum(found[0][2]) if found else 0.0,
        unrelated_cosine=known.unrelated_cosine if known else 0.0,
        dense_share=weighed.dense_share,
        own_shares={key: own[row[_COLLECTION]] for key, row in by_key.items() if row[_COLLECTION] in own},
        depth=max(wanted.k, view.settings.candidates),
    )
    # What comes further down is not shown, whatever a ranker makes of it: it need not be made a passage.
    best = fused[: max(wanted.k, view.settings.candidates)]
    return tuple(passage_of(by_key[one.key], wanted.mode, one.score) for one in best)
