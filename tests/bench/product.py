"""Search sets through PostgreSQL, as people do; for tests.bench.retrieval.

Sets of one folder share a tenant. Questions are embedded beforehand, as in memory, and no search is given up for
being late: under load that would measure the machine.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

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
SECONDS = 120.0


class KnownVectors:
    """Embed what the cache holds and what the sets ask without a model, and the rest by it."""

    def __init__(self, corpora: Sequence[Corpus]) -> None:
        """Read the vectors of some sets."""
        self._embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir())
        self._known: dict[str, Vectors] = {}
        self._asked: dict[str, Vectors] = {}
        for corpus in corpora:
            vectors, questions = embedded(corpus, self._embedder)
            self._known.update(zip(corpus.chunks, vectors, strict=True))
            self._asked.update(zip(corpus.questions.values(), questions, strict=True))

    def __getattr__(self, name: str) -> object:
        """Return the rest of the embedder."""
        return getattr(self._embedder, name)

    def embed_query(self, question: str) -> Vectors:
        """Return (384,) float32 of unit length."""
        known = self._asked.get(question)
        return self._embedder.embed_query(question) if known is None else known

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, 384) float32 of unit length."""
        unknown = [text for text in texts if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self._embedder.embed_passages(unknown), strict=True))
        return np.stack([self._known[text] for text in texts])


def measure_product(names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the measures of some sets, each folder loaded into a tenant of its own."""
    corpora = {name: load(name, models_dir()) for name in names}
    together: dict[str, list[str]] = defaultdict(list)
    for name in names:
        together[SETS[name][0]].append(name)
    measured: dict[str, dict[str, float]] = {}
    with servers() as patch:
        embedder = KnownVectors(list(corpora.values()))
        patch.setattr("documents.indexing.engines.passage_embedder", lambda _: embedder)
        patch.setattr("documents.search.questions.query_embedder", lambda _: embedder)
        for limit in ("SEARCH_SECONDS", "RERANK_LIGHT_SECONDS"):
            patch.setattr(f"django.conf.settings.{limit}", SECONDS)
        for first, *others in together.values():
            owner = _loaded(first)
            for name in (first, *others):
                measured[name] = _measured(owner, name, corpora[name])
    return measured


def _loaded(name: str) -> Actor:
    print(f"product: {name} is loaded", file=sys.stderr)
    owner = cast.actor(cast.make_tenant("ada"), "ada")
    with tenant_scope(owner.tenant):
        collections.create(actor=owner, slug="set", name=name)
        bulk.load(actor=owner, lines=_lines(name))
    jobs.run_all()
    return owner


def _measured(owner: Actor, name: str, corpus: Corpus) -> dict[str, float]:
    judged = {str(row["_id"]): str(row[SETS[name][3]]) for row in _rows(name)}
    rankings, milliseconds = {}, []
    for question, text in corpus.questions.items():
        begun = time.perf_counter()
        found = _found(owner, text)
        milliseconds.append(1000 * (time.perf_counter() - begun))
        rankings[question] = list(dict.fromkeys(judged[one] for one in found))
    return figures(corpus.judgements, rankings, milliseconds)


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    for line in (folder_of(name) / "corpus.jsonl").read_text().split("\n"):
        if line:
            yield json.loads(line)


def _lines(name: str) -> Iterator[bytes]:
    for row in _rows(name):
        known = {"external_id": str(row["_id"]), "title": row.get("title", ""), "text": row["text"]}
        yield json.dumps({**known, "collection": "set"}).encode()


def _found(owner: Actor, question: str) -> list[str]:
    """Return the documents of the passages that a search finds, best first."""
    with tenant_scope(owner.tenant):
        found = passages(actor=owner, question=question, k=FOUND)
    return [passage.document.external_id for passage in found.passages]
