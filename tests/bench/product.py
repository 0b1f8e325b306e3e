"""Search sets through PostgreSQL, as people do; for tests.bench.retrieval."""

import json
import time
from collections.abc import Iterator, Sequence

import numpy as np

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from documents.actions import bulk, collections
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Vectors
from documents.search import passages
from project.embedded.models import models_dir
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.corpora import SETS, Corpus, embedded, folder_of, load
from tests.bench.measures import figures
from tests.factories import cast, jobs

FOUND = 100


class KnownVectors:
    """Embed what the cache holds without a model, and the rest by it."""

    def __init__(self, corpora: Sequence[Corpus]) -> None:
        """Read the vectors of some sets."""
        self._embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir())
        self._known: dict[str, Vectors] = {}
        for corpus in corpora:
            vectors, _ = embedded(corpus, self._embedder)
            self._known.update(zip(corpus.chunks, vectors, strict=True))

    def __getattr__(self, name: str) -> object:
        """Return the rest of the embedder."""
        return getattr(self._embedder, name)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, 384) float32 of unit length."""
        unknown = [text for text in texts if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self._embedder.embed_passages(unknown), strict=True))
        return np.stack([self._known[text] for text in texts])


def measure_product(names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the measures of some sets, each loaded into a tenant of its own."""
    corpora = {name: load(name, models_dir()) for name in names}
    with servers() as patch:
        embedder = KnownVectors(list(corpora.values()))
        patch.setattr("documents.indexing.engines.passage_embedder", lambda _: embedder)
        patch.setattr("documents.search.questions.query_embedder", lambda _: embedder)
        return {name: _measured(name, corpus) for name, corpus in corpora.items()}


def _measured(name: str, corpus: Corpus) -> dict[str, float]:
    owner = cast.actor(cast.make_tenant("ada"), "ada")
    with tenant_scope(owner.tenant):
        collections.create(actor=owner, slug="set", name=name)
        bulk.load(actor=owner, lines=_lines(name))
    jobs.run_all()
    rankings, milliseconds = {}, []
    for question, text in corpus.questions.items():
        begun = time.perf_counter()
        rankings[question] = _found(owner, text)
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return figures(corpus.judgements, rankings, milliseconds)


def _lines(name: str) -> Iterator[bytes]:
    for line in (folder_of(name) / "corpus.jsonl").read_text().split("\n"):
        if line:
            row = json.loads(line)
            known = {
                "external_id": str(row[SETS[name][3]]),
                "title": row.get("title", ""),
                "text": row["text"],
            }
            yield json.dumps({**known, "collection": "set"}).encode()


def _found(owner: Actor, question: str) -> list[str]:
    """Return the documents that a search finds, best first."""
    with tenant_scope(owner.tenant):
        found = passages(actor=owner, question=question, k=FOUND)
    return list(dict.fromkeys(passage.document.external_id for passage in found.passages))
