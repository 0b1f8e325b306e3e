"""Compare what exact search and the graph cost by how many rows are seen: python -m tests.bench.dense_costs [ROWS].

Milliseconds of CPU on both sides of the database, in one run; documents.search.costs has its constants from it.
"""

import json
import os
import sys
from typing import Any

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

import numpy as np
from django.db import connection, transaction

from documents.embedding.types import Vectors
from documents.search import vectors
from documents.search.costs import even_at
from documents.search.graph import reach
from documents.search.statement import Asked, QuestionVector, View, candidates
from documents.search.vectors import VectorKind
from project.kernel.db import tenant_scope
from tests.bench.computing import cpu_seconds
from tests.bench.recall import ROWS_AT_ONCE, Sample, clustered
from tests.factories import cast

INDEX_ID, DEPTH, ASKED = 100, 50, 20
KIND = VectorKind(type="halfvec", dimensions=384)
# Rows of a thousand that an audience of its own sees.
SHARES = (5, 20, 50, 100, 200, 1_000)


def fill(sample: Sample) -> None:
    """Write rows in a segment of a thousand numbers for each audience, mixed as by chance."""
    limits = np.cumsum(SHARES[:-1])
    for first in range(0, len(sample.rows), ROWS_AT_ONCE):
        rows = sample.rows[first : first + ROWS_AT_ONCE]
        audiences = 1 + np.searchsorted(
            limits, (np.arange(first, first + len(rows)) * 617) % 1_000, side="right"
        )
        places = [(first + n, 1, int(audience)) for n, audience in enumerate(audiences)]
        with transaction.atomic():
            vectors.write_vectors(INDEX_ID, KIND, places, rows)


@transaction.atomic
def cpu_ms(view: View, questions: Vectors, *, by_graph: bool) -> float:
    """Return what a question costs by the product's statement."""
    busy = 0.0
    for question in questions[:ASKED]:
        vector = QuestionVector(embedder="", revision="", values=question)
        asked = Asked(vector=vector, terms=(), depth=DEPTH, condition="", parameters=())
        statement = candidates(view, asked, is_large=True, by_graph=by_graph)
        with connection.cursor() as cursor:
            reach(cursor, DEPTH)
            for way in ("enable_seqscan", "enable_bitmapscan"):
                cursor.execute(f"SET LOCAL {way} TO {'off' if by_graph else 'on'}")
            begun = cpu_seconds()
            cursor.execute(*statement)
            cursor.fetchall()
        busy += cpu_seconds() - begun
    return round(1000 * busy / ASKED, 2)


def measure(count: int, questions: Vectors) -> dict[str, Any]:
    """Return both costs by how many rows are seen, and which way is chosen."""
    found = {}
    for number, share in enumerate(SHARES, start=1):
        audiences = tuple(range(1, len(SHARES) + 1)) if share == 1_000 else (number,)
        view = View(
            index_id=INDEX_ID, splitting=1, has_hnsw=True, embedder="", revision="", kind=KIND,
            audiences=audiences, collections=None, visible=count * share // 1_000, terms=1, is_whole=True,
            languages={}, total=count,
        )  # fmt: skip
        found[str(view.visible)] = {
            "exact_cpu_ms": cpu_ms(view, questions, by_graph=False),
            "graph_cpu_ms": cpu_ms(view, questions, by_graph=True),
            "chosen": "graph" if view.visible > even_at(view, DEPTH) else "exact",
        }
    return found


def main(count: int) -> None:
    """Print the figures as JSON."""
    with servers():
        tenant, sample = cast.make_tenant("ada"), clustered(count)
        with tenant_scope(tenant):
            vectors.create_vectors(tenant, INDEX_ID, KIND)
            fill(sample)
            vectors.build_hnsw(tenant, INDEX_ID, KIND)
            found = measure(count, sample.questions)
    print(
        json.dumps(
            {"bench": "dense_costs", "rows": count, "load": os.getloadavg()[0], "seen": found}, indent=2
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
