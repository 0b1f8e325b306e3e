"""Measure what the graphs find of the ten nearest, by precision: python -m tests.bench.recall [CLUSTERED].

The rows and the statement are the product's; the questions are asked of the open sets by the real model, and of a
clustered set by rows of its own that were moved. `of_exact` is of what an exact scan of the same vectors finds,
`of_float` of what one of the whole vectors in single precision does.
"""

import json
import sys
import time
from dataclasses import dataclass

import numpy as np

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from django.db import connection, transaction
from numpy.typing import NDArray

from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Vectors, cut_dimensions
from documents.search import statement, vectors
from documents.search.graph import reach
from documents.search.settings import SearchSettings
from documents.search.statement import Asked, QuestionVector, View
from documents.search.vectors import VectorKind
from project.embedded.models import models_dir
from project.kernel.db import TenantRef, tenant_scope
from tests.bench.corpora import embedded, leave_without_data, load
from tests.factories import cast

LEAST_DEPTH = SearchSettings().candidates
SETS = ("scifact", "raydocs", "sourcegraph-handbook")
QUESTIONS, NEAREST, ROWS_AT_ONCE = 300, 10, 5_000
KINDS = {
    "vector": VectorKind(type="vector", dimensions=384),
    "halfvec": VectorKind(type="halfvec", dimensions=384),
    "binary": VectorKind(type="halfvec", dimensions=384, is_binary=True),
    "halfvec cut to 192": VectorKind(type="halfvec", dimensions=192),
    "binary cut to 192": VectorKind(type="halfvec", dimensions=192, is_binary=True),
}
Nearest = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Hold rows and questions of unit length."""

    rows: Vectors
    questions: Vectors

    def nearest(self, dimensions: int) -> Nearest:
        """Return the (questions, 10) positions of the nearest rows."""
        near = cut_dimensions(self.questions, dimensions) @ cut_dimensions(self.rows, dimensions).T
        found: Nearest = np.argsort(-near, axis=1, kind="stable")[:, :NEAREST]
        return found


def open_sets() -> Sample:
    """Return the passages and questions of the open sets, as the real model places them."""
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir(), threads=1)
    found = [embedded(load(name, models_dir()), embedder) for name in SETS]
    questions = np.concatenate([asked for _, asked in found])
    some = np.random.default_rng(7).permutation(len(questions))[:QUESTIONS]
    return Sample(rows=np.concatenate([rows for rows, _ in found]), questions=questions[some])


def clustered(count: int) -> Sample:
    """Return rows in clusters of about a hundred, as near to each other as passages of one subject are."""
    random = np.random.default_rng(11)
    centres = random.normal(size=(count // 100, 384))
    rows = centres[random.integers(len(centres), size=count)] + random.normal(scale=0.8, size=(count, 384))
    moved = rows[random.integers(count, size=QUESTIONS)] + random.normal(scale=0.8, size=(QUESTIONS, 384))
    return Sample(rows=_unit(rows), questions=_unit(moved))


def _unit(rows: NDArray[np.float64]) -> Vectors:
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def fill(tenant: TenantRef, index_id: int, kind: VectorKind, sample: Sample) -> float:
    """Write the rows and build their graph; return the seconds that this took."""
    vectors.create_vectors(tenant, index_id, kind)
    rows = cut_dimensions(sample.rows, kind.dimensions)
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[first : first + ROWS_AT_ONCE]
        places = [(first + number, 1, 1) for number in range(len(some))]
        with transaction.atomic():
            vectors.write_vectors(index_id, kind, places, some)
    begun = time.monotonic()
    vectors.build_hnsw(tenant, index_id, kind)
    return time.monotonic() - begun


@transaction.atomic
def ask(index_id: int, kind: VectorKind, question: Vectors, *, by_graph: bool) -> list[int]:
    """Return the nearest rows by the product's statement."""
    view = View(
        index_id=index_id, splitting=1, has_hnsw=True, embedder="", revision="", kind=kind, audiences=(1,),
        collections=None, visible=10**6, terms=1, is_whole=True, languages={},
    )  # fmt: skip
    asked = Asked(
        vector=QuestionVector(embedder="", revision="", values=question),
        terms=(), depth=LEAST_DEPTH, condition="", parameters=(),
    )  # fmt: skip
    assert asked.vector is not None
    sql, values = statement._dense(view, asked, asked.vector.bound(view), True, by_graph)
    with connection.cursor() as cursor:
        reach(cursor, asked.depth * kind.sampling)
        if by_graph:
            # At this size the planner may rather look at each row, which tells nothing of the graph.
            cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()][:NEAREST]


def measure(tenant: TenantRef, index_id: int, kind: VectorKind, sample: Sample) -> dict[str, float]:
    """Return the recall of one kind of vectors, and what a question takes."""
    graph_seconds = fill(tenant, index_id, kind, sample)
    exact = [ask(index_id, kind, question, by_graph=False) for question in sample.questions]
    took, found = [], []
    for question in sample.questions:
        begun = time.perf_counter()
        found.append(ask(index_id, kind, question, by_graph=True))
        took.append(1000 * (time.perf_counter() - begun))
    return {
        "of_exact": recall(found, exact),
        "of_float": recall(found, sample.nearest(sample.rows.shape[1]).tolist()),
        "exact_of_float": recall(exact, sample.nearest(sample.rows.shape[1]).tolist()),
        "p50_ms": round(float(np.median(took)), 1),
        "graph_seconds": round(graph_seconds, 1),
        "bytes": _bytes(index_id),
    }


@transaction.atomic
def _bytes(index_id: int) -> int:
    return vectors.vector_bytes(index_id)


def recall(found: list[list[int]], wanted: list[list[int]]) -> float:
    """Return which share of what is wanted was found."""
    shares = [len({*some} & {*all_}) / NEAREST for some, all_ in zip(found, wanted, strict=True)]
    return round(float(np.mean(shares)), 4)


def main(count: int) -> None:
    """Print the figures as JSON."""
    with servers():
        tenant, figures, index_id = cast.make_tenant("ada"), {}, 100
        for name, sample in (("open sets", open_sets()), ("clustered", clustered(count))):
            of_kinds: dict[str, object] = {"rows": len(sample.rows), "questions": len(sample.questions)}
            for kind, settings in KINDS.items():
                index_id += 1
                with tenant_scope(tenant):
                    of_kinds[kind] = measure(tenant, index_id, settings, sample)
                    vectors.drop_vectors(tenant, index_id)
            figures[name] = of_kinds
    print(json.dumps({"bench": "recall", "nearest": NEAREST, "depth": LEAST_DEPTH, **figures}, indent=2))


if __name__ == "__main__":
    leave_without_data("recall")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
