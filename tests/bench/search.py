"""Time the search of one tenant net of embedding: python -m tests.bench.search [CHUNKS].

The vectors are random, which changes nothing for an exact scan; the texts and questions are SciFact's.
"""

import json
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import numpy as np

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from documents.actions import collections
from documents.embedding.types import Vectors
from documents.search import passages
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.computing import cpu_seconds
from tests.bench.corpora import DATA, leave_without_data
from tests.factories import cast, jobs

ROUNDS, WARMING = 400, 20


class RandomEmbedder:
    """Give every text a vector at no cost."""

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Return (n, 384) float32 of unit length."""
        vectors = np.random.default_rng(len(texts)).normal(size=(len(texts), 384)).astype(np.float32)
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def embed_query(self, text: str) -> Vectors:
        """Return (384,) float32 of unit length."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def documents(count: int) -> Iterator[bytes]:
    """Yield lines of a bulk upload, each short enough to be one chunk."""
    rows = [json.loads(line) for line in (DATA / "scifact" / "corpus.jsonl").open()]
    for number, row in enumerate(islice(cycle(rows), count)):
        line = {"external_id": str(number), "title": row["title"], "text": f"{row['text'][:600]} {number}"}
        yield json.dumps({**line, "collection": "science", "metadata": {"n": number}}).encode()


def load(owner: Actor, count: int) -> float:
    """Load documents of one chunk each through the bulk door; return the seconds of computing."""
    from documents.actions import bulk

    begun = cpu_seconds()
    with tenant_scope(owner.tenant):
        collections.create(actor=owner, slug="science", name="Science")
        bulk.load(actor=owner, lines=documents(count))
    jobs.run_all()
    return cpu_seconds() - begun


def measure(actor: Actor, questions: list[str], **wanted: Any) -> dict[str, float]:
    """Return percentiles of a search without its embedding, in milliseconds."""
    times = []
    with tenant_scope(actor.tenant):
        for question in islice(cycle(questions), WARMING):
            passages(actor=actor, question=question, **wanted)
        busy = cpu_seconds()
        for question in islice(cycle(questions), ROUNDS):
            found = passages(actor=actor, question=question, **wanted)
            times.append(found.timings_ms["total"] - found.timings_ms["embed"])
        busy = cpu_seconds() - busy
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return {
        "p50_ms": round(p50, 2),
        "p95_ms": round(p95, 2),
        "p99_ms": round(p99, 2),
        "cpu_ms": round(1000 * busy / ROUNDS, 2),
    }


def main(count: int) -> None:
    """Print the figures as JSON."""
    with servers() as patch:
        patch.setattr("documents.search.questions.query_embedder", lambda embedder: RandomEmbedder())
        patch.setattr("documents.indexing.engines.passage_embedder", lambda embedder: RandomEmbedder())
        owner = cast.actor(cast.make_tenant("ada"), "ada")
        load_cpu_seconds = load(owner, count)
        member = cast.make_member(owner.tenant, "ben", groups=("engineering",))
        rows = [json.loads(line)["text"] for line in (DATA / "scifact" / "queries.jsonl").open()]
        figures = {
            "hybrid": measure(member, rows),
            "hybrid_owner": measure(owner, rows),
            "dense": measure(member, rows, mode="dense"),
            "lexical": measure(member, rows, mode="lexical"),
            "hybrid_filtered_2_percent": measure(member, rows, filter={"n": {"lt": count // 50}}),
        }
    writing = {
        "load_cpu_seconds": round(load_cpu_seconds, 1),
        "write_cpu_ms_per_chunk": round(1000 * load_cpu_seconds / count, 3),
    }
    print(json.dumps({"bench": "search", "chunks": count, **writing, **figures}, indent=2))


if __name__ == "__main__":
    leave_without_data("search")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
