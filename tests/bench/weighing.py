"""Measure the weighing of legs where one is weak, on sets it did not see: python -m tests.bench.weighing [SET…].

Each set is searched as it is, with words replaced in half and in four fifths of the questions' terms by others (as
synonyms do), with the vectors of three in ten passages exchanged, and (multilingual) in languages that the embedder
does not read. `learned` has weights that all other sets teach; nothing of the measured set and its variants is in them.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.ranking.learning import Judged, learn_weights
from documents.ranking.weighing import DEFAULT_WEIGHTS, Weights
from project.embedded.models import models_dir
from tests.bench.corpora import SETS, embedded, leave_without_data, load
from tests.bench.lexical_index import LexicalIndex
from tests.bench.measures import summary
from tests.bench.ways import Legs, Searcher, fused

# Northwind's two sets and Ray's two have one corpus each.
SHARED = {"northwind-hand": "northwind", "raydocs-pages": "raydocs"}
SEED = 6
# What the overlap of the legs would move the balance by: it is no evidence that the product uses.
BY_OVERLAP, USUAL_OVERLAP = (-1.5, 1.5), 0.3
UNKNOWN_SHARE, RARE_TERMS = 0.7, 2_000


class OtherWords(LexicalIndex):
    """Ask by other words than stand in the texts: most are in none, the rest stand elsewhere."""

    share = 0.0

    @cached_property
    def _others(self) -> list[str]:
        return sorted(self.idf, key=lambda term: (self.idf[term], term))

    def _terms(self, question: str) -> tuple[str, ...]:
        chance = random.Random(f"{SEED} {question}")
        return tuple(dict.fromkeys(self._other(term, chance) for term in super()._terms(question)))

    def _other(self, term: str, chance: random.Random) -> str:
        if term not in self.idf or chance.random() >= self.share:
            return term
        if chance.random() < UNKNOWN_SHARE:
            return f"unknown-{term}"
        return self._others[-1 - chance.randrange(min(RARE_TERMS, len(self._others)))]


class Variant:
    """Hold what the legs bring for each question of one set, weakened in one way."""

    def __init__(self, name: str, searcher: Searcher) -> None:
        """Ask all questions once."""
        self.name, self.searcher = name, searcher
        self.legs = {question: searcher.legs(question) for question in searcher.corpus.questions}
        self.judged: list[Judged] = [searcher.judged(question) for question in searcher.corpus.questions]

    def ndcg(self, way: Any) -> float:
        """Return nDCG@10 of a way to make one order of two legs."""
        rankings = {question: self.searcher.owners(way(legs)) for question, legs in self.legs.items()}
        return summary(rankings, self.searcher.corpus.judgements)["ndcg@10"]

    def measured(self, learned: Weights) -> dict[str, float]:
        """Return the measures of both legs alone and of the ways to fuse them."""
        return {
            "bm25": self.ndcg(lambda legs: legs.lexical),
            "dense": self.ndcg(lambda legs: legs.dense_alone),
            "fixed": self.ndcg(lambda legs: fused(legs, FIXED)),
            "weighed": self.ndcg(lambda legs: fused(legs, DEFAULT_WEIGHTS)),
            "learned": self.ndcg(lambda legs: fused(legs, learned)),
            **{
                f"overlap {by:+}": self.ndcg(lambda legs, by=by: fused(legs, agreed(legs, by)))
                for by in BY_OVERLAP
            },
        }


# The share of the dense leg was 0.4 for every question before.
FIXED = Weights(dense=float(np.log(0.4 / 0.6)), unread=0.0, unknown=0.0, lead=0.0, codes=0.0, nearer=0.0)


def agreed(legs: Legs, coefficient: float) -> Weights:
    """Return the weights with the overlap of the legs' fifty best as evidence beside the others."""
    best = [set(sorted(leg, key=lambda key: -leg[key])[:50]) for leg in (legs.dense_alone, legs.lexical)]
    overlap = len(best[0] & best[1]) / max(min(map(len, best)), 1)
    return replace(DEFAULT_WEIGHTS, dense=DEFAULT_WEIGHTS.dense + coefficient * (overlap - USUAL_OVERLAP))


def variants(name: str) -> Iterator[Variant]:
    """Yield a set as it is, and weakened."""
    corpus = load(name, models_dir())
    passages, questions = embedded(corpus, create_cpu_embedder(ALL_MINILM_L6_V2, models_dir()))
    index = OtherWords(corpus.chunks, corpus.languages)
    yield Variant(name, Searcher(corpus, index, passages, questions))
    for share in (0.5, 0.8):
        index.share = share
        yield Variant(f"{name}, other words {share}", Searcher(corpus, index, passages, questions))
    index.share = 0.0
    order = np.arange(len(passages))
    some = np.random.default_rng(SEED).random(len(passages)) < 0.3
    order[some] = np.random.default_rng(SEED).permutation(order[some])
    yield Variant(f"{name}, vectors exchanged", Searcher(corpus, index, passages[order], questions))


def main(names: list[str]) -> None:
    """Print the measures as JSON."""
    all_ = {name: list(variants(name)) for name in names or SETS}
    found: dict[str, dict[str, float]] = {}
    for name, own in all_.items():
        of = SHARED.get(name, name)
        others = [
            variant for other, those in all_.items() if SHARED.get(other, other) != of for variant in those
        ]
        learned = learn_weights([case for variant in others for case in variant.judged])
        for variant in own:
            found[variant.name] = variant.measured(learned)
    print(json.dumps({"bench": "weighing", "ndcg@10": found}, indent=2))


if __name__ == "__main__":
    leave_without_data("weighing")
    main(sys.argv[1:])
