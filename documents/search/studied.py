"""Describe the candidates of a question as the light ranker sees them, to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.ranking.features import Values, describe
from documents.search import rankers
from documents.search.retrieval import passages
from documents.types import Passage
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Studied:
    """Hold the candidates in the order of the fusion, and (n, features) of them."""

    passages: Sequence[Passage]
    features: Values


def study(*, actor: Actor, question: str) -> Studied:
    """Return what a search finds for the actor before it is ranked; raise RankerDown without vectors of tokens."""
    tokens = rankers.token_vectors()
    found = passages(actor=actor, question=question, k=rankers.LIGHT_DEPTH, rerank=False).passages
    return Studied(passages=found, features=describe(question, found, tokens))
