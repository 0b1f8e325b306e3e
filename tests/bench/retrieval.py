"""Measure retrieval by BM25, vectors, RRF and our fusion over the open sets: python -m tests.bench.retrieval [SET…].

Texts are split and embedded as the product does it; a text is as good as its best chunk.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Embedder
from documents.ranking.fusion import fuse
from project.embedded.models import models_dir
from tests.bench.corpora import SETS, Corpus, embedded, leave_without_data, load
from tests.bench.lexical_index import LexicalIndex
from tests.bench.measures import summary

# Chunks that each leg gives to the fusion.
DEPTH = 200
RRF_K = 60  # Cormack, Clarke, Büttcher: Reciprocal Rank Fusion (SIGIR 2009)
Scores = NDArray[np.float64] | NDArray[np.float32]


def measure(corpus: Corpus, embedder: Embedder) -> dict[str, dict[str, float]]:
    """Return the measures of each way to search a set."""
    index = LexicalIndex(corpus.chunks, corpus.languages)
    passages, questions = embedded(corpus, embedder)
    runs: dict[str, list[list[str]]] = {"bm25": [], "dense": [], "rrf": [], "fused": []}
    for question, vector in zip(corpus.questions.values(), questions, strict=True):
        cosines, weights = passages @ vector, index.scores(question)
        dense, lexical = best(cosines), {key: score for key, score in best(weights).items() if score > 0}
        dense_of_all = dense | {key: float(cosines[key]) for key in lexical}
        lexical_of_all = lexical | {key: float(weights[key]) for key in dense if weights[key] > 0}
        fused = fuse(dense_of_all, lexical_of_all, lexical_ceiling=index.ceiling(question))
        runs["bm25"].append(owners(corpus, lexical))
        runs["dense"].append(owners(corpus, dense))
        runs["rrf"].append(owners(corpus, by_ranks(dense, lexical)))
        runs["fused"].append(owners(corpus, {found.key: found.score for found in fused}))
    judged = [corpus.judgements[question] for question in corpus.questions]
    return {name: summary(rankings, judged) for name, rankings in runs.items()}


def best(scores: Scores) -> dict[int, float]:
    """Return the positions and scores of the best chunks."""
    positions = np.argsort(-scores, kind="stable")[:DEPTH]
    return {int(position): float(scores[position]) for position in positions}


def by_ranks(*legs: Mapping[int, float]) -> dict[int, float]:
    """Return what either leg found, scored by reciprocal rank fusion: what our fusion is compared with."""
    scores: dict[int, float] = defaultdict(float)
    for leg in legs:
        for rank, key in enumerate(sorted(leg, key=lambda key: -leg[key]), start=1):
            scores[key] += 1 / (RRF_K + rank)
    return scores


def owners(corpus: Corpus, scores: Mapping[int, float]) -> list[str]:
    """Return the texts of chunks, best chunk first, each text once."""
    order = sorted(scores, key=lambda key: -scores[key])
    return list(dict.fromkeys(corpus.owners[key] for key in order))[:100]


def main(names: list[str]) -> None:
    """Print the measures of all sets, or of those named, as JSON."""
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir())
    measured = {name: measure(load(name, models_dir()), embedder) for name in names or SETS}
    print(json.dumps({"embedder": f"{embedder.name} {embedder.precision}", "sets": measured}, indent=2))


if __name__ == "__main__":
    leave_without_data("retrieval")
    main(sys.argv[1:])
