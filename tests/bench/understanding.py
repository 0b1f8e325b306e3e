"""Measure what reading a question is worth, with and without each step: python -m tests.bench.understanding [SET…].

Two questions of a set in one sentence ask for what answers either; the sets' own questions show what a step costs where
there is nothing to gain. Short forms are mined from the set's own texts. Candidates are fused by the fixed share.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Embedder
from documents.questions.compound import split_question
from documents.questions.definitions import definitions
from documents.questions.synonyms import alternatives
from documents.questions.types import Definition
from documents.questions.weaving import strongest, woven
from documents.ranking.fusion import fuse
from project.embedded.models import models_dir
from tests.bench.corpora import Corpus, embedded, leave_without_data, load
from tests.bench.lexical_index import LexicalIndex

SETS = ("northwind-hand", "northwind", "sourcegraph-handbook", "raydocs", "scifact")
DEPTH, PAIRS = 200, 60
Search = Callable[[str], dict[int, float]]


def searcher(corpus: Corpus, embedder: Embedder) -> Search:
    """Return what gives the fused score of each candidate."""
    index, (vectors, _) = LexicalIndex(corpus.chunks, corpus.languages), embedded(corpus, embedder)

    def search(question: str) -> dict[int, float]:
        cosines, weights = vectors @ embedder.embed_query(question), index.scores(question)
        near = {int(n) for scores in (cosines, weights) for n in np.argsort(-scores, kind="stable")[:DEPTH]}
        found = fuse(
            {key: float(cosines[key]) for key in near},
            {key: float(weights[key]) for key in near if weights[key] > 0},
            lexical_ceiling=index.ceiling(question),
        )
        return {one.key: one.score for one in found}

    return search


def order(scores: dict[int, float]) -> list[int]:
    """Return candidates, best first."""
    return sorted(scores, key=lambda key: -scores[key])


def split(question: str, search: Search) -> list[int]:
    """Return the order by the whole question and its parts."""
    return woven(order(search(question)), [order(search(part)) for part in split_question(question)])


def expanded(question: str, search: Search, mined: Sequence[Definition]) -> list[int]:
    """Return the order by the question and its other words."""
    others = [(one.weight, search(one.text)) for one in alternatives(question, (), mined)]
    best = strongest([(1.0, search(question)), *others])
    return order({key: score for key, (score, _) in best.items()})


def ndcg(ranking: Sequence[str], grades: dict[str, int], k: int = 10) -> float:
    """Return nDCG@k with linear gains."""
    gains = [grades.get(name, 0) / np.log2(rank + 2) for rank, name in enumerate(ranking[:k])]
    best = sorted(grades.values(), reverse=True)[:k]
    return float(sum(gains) / sum(grade / np.log2(rank + 2) for rank, grade in enumerate(best)))


def measure(name: str, embedder: Embedder) -> dict[str, object]:
    """Return the figures of one set."""
    corpus = load(name, models_dir())
    search = searcher(corpus, embedder)
    counted = Counter(one for text in corpus.chunks for one in definitions(text))
    mined = [Definition(short=one.short, long=one.long, documents=many) for one, many in counted.items()]

    def owners(keys: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(corpus.owners[key] for key in keys))

    ways: dict[str, Callable[[str], list[int]]] = {
        "as asked": lambda question: order(search(question)),
        "split": lambda question: split(question, search),
        "expanded": lambda question: expanded(question, search, mined),
    }
    own = {
        way: float(
            np.mean(
                [ndcg(owners(do(text)), corpus.judgements[key]) for key, text in corpus.questions.items()]
            )
        )
        for way, do in ways.items()
    }
    pairs = _pairs(corpus)
    compound = {
        way: _of_pairs([(owners(ways[way](text)), grades) for text, grades in pairs])
        for way in ("as asked", "split")
    }
    told = sum(bool(split_question(text)) for text, _ in pairs)
    return {"ndcg@10": own, "compound": compound, "told": f"{told}/{len(pairs)}", "short_forms": len(mined)}


def _pairs(corpus: Corpus) -> list[tuple[str, tuple[dict[str, int], dict[str, int]]]]:
    chosen = random.Random(1)
    pairs = [chosen.sample(list(corpus.questions.items()), 2) for _ in range(PAIRS)]
    return [
        (
            f"{one.rstrip('?. ')}, and {other[:1].lower()}{other[1:]}",
            (corpus.judgements[first], corpus.judgements[second]),
        )
        for (first, one), (second, other) in pairs
    ]


def _of_pairs(found: Sequence[tuple[list[str], tuple[dict[str, int], dict[str, int]]]]) -> dict[str, float]:
    both = [all(set(names[:10]) & set(grades) for grades in pair) for names, pair in found]
    values = [ndcg(names, pair[0] | pair[1]) for names, pair in found]
    return {"ndcg@10": float(np.mean(values)), "both@10": float(np.mean(both))}


def main(names: Sequence[str]) -> None:
    """Print the figures as JSON."""
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir())
    print(json.dumps({name: measure(name, embedder) for name in names or SETS}, indent=2))


if __name__ == "__main__":
    leave_without_data("understanding")
    main(sys.argv[1:])
