"""Measure what the shipped light ranker takes of a processor: python -m tests.bench.ranking [SET…].

What it is worth stands in its record, `documents/ranking/shipped/light.json`: measured there on sets that it was not
trained on. `tests.bench.retrieval --ranker tests.bench.ranking:light` gives its column of the table.
"""

import json
import sys
import time

import numpy as np

from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.ranking.judging import SEED
from documents.ranking.light import LightRanker, shipped
from project.embedded.models import models_dir
from tests.bench.corpora import leave_without_data
from workers.training.candidates import Library
from workers.training.ranker import tokens
from workers.training.sets import SETS, questions


def light() -> LightRanker:
    """Return the shipped ranker."""
    return LightRanker(shipped(), tokens())


def measure(folder: str, name: str) -> dict[str, float]:
    """Return milliseconds of CPU for a question of a set, and for a passage."""
    library = Library(folder, create_cpu_embedder(ALL_MINILM_L6_V2, models_dir()), models_dir())
    ranker, took, ranked = light(), [], 0
    for asked in (asked for one in SETS if one.name == name for asked in questions(one, SEED)):
        passages = library.candidates(asked.question)
        begun = time.thread_time()
        ranker.scores(asked.question, passages)
        took.append(1000 * (time.thread_time() - begun))
        ranked += len(passages)
    p50, p95 = np.percentile(took, [50, 95])
    return {
        "p50_ms": round(float(p50), 2),
        "p95_ms": round(float(p95), 2),
        "ms_a_passage": round(sum(took) / ranked, 3),
    }


def main(names: list[str]) -> None:
    """Print the measures of the sets named, or of three, as JSON."""
    chosen = [one for one in SETS if one.name in (names or ("northwind", "sourcegraph-handbook"))]
    print(json.dumps({one.name: measure(one.folder, one.name) for one in chosen}, indent=2))


if __name__ == "__main__":
    leave_without_data("ranking")
    main(sys.argv[1:])
