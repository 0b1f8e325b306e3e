"""Search as another framework does, in the environment of rivals.py, which runs this file: no module of ours.

Each stores vectors and texts in pgvector, has the HNSW index that it makes, and fuses dense and full-text search by its
own parts; the questions' vectors are given.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

DIMENSIONS, DEPTH, WARMING, ROUNDS, ROWS_AT_ONCE = 384, 50, 30, 200, 1_000
Ask = Callable[[str, list[float]], int]


def haystack(address: dict[str, str], texts: Sequence[str], vectors: Any) -> Ask:
    """Return its two retrievers over one store, joined by reciprocal ranks."""
    from haystack.components.joiners import DocumentJoiner
    from haystack_integrations.components.retrievers.pgvector import (
        PgvectorEmbeddingRetriever,
        PgvectorKeywordRetriever,
    )

    store = _haystack_store(address, texts, vectors)
    dense = PgvectorEmbeddingRetriever(document_store=store, top_k=DEPTH)
    lexical = PgvectorKeywordRetriever(document_store=store, top_k=DEPTH)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10)

    def ask(question: str, vector: list[float]) -> int:
        found = [
            dense.run(query_embedding=vector)["documents"],
            lexical.run(query=question)["documents"],
        ]
        return len(joiner.run(documents=found)["documents"])

    return ask


def _haystack_store(address: dict[str, str], texts: Sequence[str], vectors: Any) -> Any:
    from haystack import Document
    from haystack.document_stores.types import DuplicatePolicy
    from haystack.utils import Secret
    from haystack_integrations.document_stores.pgvector import PgvectorDocumentStore

    place = f"host={address['host']} user={address['user']} dbname={address['database']}"
    store = PgvectorDocumentStore(
        connection_string=Secret.from_token(place),
        embedding_dimension=DIMENSIONS,
        vector_function="inner_product",
        search_strategy="hnsw",
    )
    for rows in _batches(texts, vectors):
        documents = [Document(content=text, embedding=vector.tolist()) for text, vector in rows]
        store.write_documents(documents, policy=DuplicatePolicy.OVERWRITE)
    return store


def llamaindex(address: dict[str, str], texts: Sequence[str], vectors: Any) -> Ask:
    """Return its store in the mode for hybrid search."""
    from llama_index.core.vector_stores.types import VectorStoreQuery, VectorStoreQueryMode

    store = _llamaindex_store(address, texts, vectors)

    def ask(question: str, vector: list[float]) -> int:
        query = VectorStoreQuery(
            query_str=question,
            query_embedding=vector,
            similarity_top_k=DEPTH,
            sparse_top_k=DEPTH,
            mode=VectorStoreQueryMode.HYBRID,
        )
        return len(store.query(query).nodes or [])

    return ask


def _llamaindex_store(address: dict[str, str], texts: Sequence[str], vectors: Any) -> Any:
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.postgres import PGVectorStore

    place = f"/{address['database']}?host={address['host']}&user={address['user']}"
    store = PGVectorStore.from_params(
        connection_string=f"postgresql+psycopg2://{place}",
        async_connection_string=f"postgresql+asyncpg://{place}",
        table_name="scale",
        embed_dim=DIMENSIONS,
        hybrid_search=True,
        text_search_config="english",
        hnsw_kwargs={
            "hnsw_m": 16,
            "hnsw_ef_construction": 64,
            "hnsw_ef_search": 200,
            "hnsw_dist_method": "vector_ip_ops",
        },
    )
    for rows in _batches(texts, vectors):
        store.add([TextNode(text=text, embedding=vector.tolist()) for text, vector in rows])
    return store


def _batches(texts: Sequence[str], vectors: Any) -> Iterator[Iterable[tuple[str, Any]]]:
    for first in range(0, len(texts), ROWS_AT_ONCE):
        yield zip(texts[first : first + ROWS_AT_ONCE], vectors[first : first + ROWS_AT_ONCE], strict=True)


RIVALS = {"haystack": haystack, "llamaindex": llamaindex}


def main(name: str, folder: Path, address: dict[str, str]) -> None:
    """Print the figures as one line of JSON."""
    # What libraries print goes elsewhere: the last line is all that is read.
    lines, sys.stdout = sys.stdout, sys.stderr
    texts = json.loads((folder / "texts.json").read_text())
    questions = json.loads((folder / "questions.json").read_text())
    vectors, asked = np.load(folder / "vectors.npy"), np.load(folder / "asked.npy")
    begun = time.monotonic()
    ask = RIVALS[name](address, texts, vectors)
    build_seconds = time.monotonic() - begun
    took = []
    for number in range(WARMING + ROUNDS):
        question = number % len(questions)
        begun = time.perf_counter()
        ask(questions[question], asked[question].tolist())
        took.append(1000 * (time.perf_counter() - begun))
    p50, p95, p99 = np.percentile(took[WARMING:], [50, 95, 99])
    figures = {
        "build_seconds": build_seconds,
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "least_ms": min(took),
    }
    print(json.dumps({key: round(float(value), 2) for key, value in figures.items()}), file=lines, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]))
