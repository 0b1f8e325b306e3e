"""Ingest texts as another framework does, in the environment of rivals.py, which runs this file: no module of ours.

It reads its task as JSON from standard input, writes a line when it is about to begin and one with its figures at the
end. Each framework cuts, embeds and stores by its own parts; the model is the same, on one thread, in batches of 32.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

DIMENSIONS, MAX_TOKENS, BATCH = 384, 200, 32
Texts = Sequence[tuple[str, str]]


class Encoder:
    """Encode by sentence-transformers, and add up what that takes."""

    def __init__(self, weights: str) -> None:
        """Load the model on one thread, and warm it."""
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        self._model = SentenceTransformer(weights, device="cpu", local_files_only=True)
        self._model.max_seq_length = 256
        self.cpu_seconds = 0.0
        self.encode(["Warm."])

    @property
    def tokenizer(self) -> Any:
        """Return the tokenizer of the model."""
        return self._model.tokenizer

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text."""
        begun = time.process_time()
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        self.cpu_seconds += time.process_time() - begun
        found: list[list[float]] = vectors.tolist()
        return found


def haystack(encoder: Encoder, address: dict[str, str], texts: Texts) -> Callable[[], int]:
    """Return a pipeline: split by words, embed, write to pgvector."""
    from haystack import Document, Pipeline, component
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.writers import DocumentWriter

    @component
    class Embedder:
        @component.output_types(documents=list[Document])  # type: ignore[untyped-decorator]  # it has no types
        def run(self, documents: list[Document]) -> dict[str, list[Document]]:
            vectors = encoder.encode([document.content for document in documents])
            for document, vector in zip(documents, vectors, strict=True):
                document.embedding = vector
            return {"documents": documents}

    store = _haystack_store(address)
    pipeline = Pipeline()
    # Words are about three quarters of the tokens.
    pipeline.add_component("splitter", DocumentSplitter(split_by="word", split_length=150, split_overlap=0))
    pipeline.add_component("embedder", Embedder())
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("splitter.documents", "embedder.documents")
    pipeline.connect("embedder.documents", "writer.documents")
    pipeline.warm_up()

    def ingest() -> int:
        documents = [Document(content=text, meta={"title": title}) for title, text in texts]
        return int(pipeline.run({"splitter": {"documents": documents}})["writer"]["documents_written"])

    return ingest


def _haystack_store(address: dict[str, str]) -> Any:
    from haystack.utils import Secret
    from haystack_integrations.document_stores.pgvector import PgvectorDocumentStore

    store = PgvectorDocumentStore(
        connection_string=Secret.from_token(
            f"host={address['host']} user={address['user']} dbname={address['database']}"
        ),
        embedding_dimension=DIMENSIONS,
    )
    # It makes its table when it is first asked for something.
    store.count_documents()
    return store


def llamaindex(encoder: Encoder, address: dict[str, str], texts: Texts) -> Callable[[], int]:
    """Return an ingestion pipeline: split by sentences, embed, add to pgvector."""
    from llama_index.core import Document
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter

    store = _llamaindex_store(address)
    splitter = SentenceSplitter(
        chunk_size=MAX_TOKENS, chunk_overlap=0, include_metadata=False, tokenizer=encoder.tokenizer.tokenize
    )
    pipeline = IngestionPipeline(
        transformations=[splitter, _llamaindex_embedder(encoder)], vector_store=store, disable_cache=True
    )

    def ingest() -> int:
        documents = [Document(text=text, metadata={"title": title}) for title, text in texts]
        return len(pipeline.run(documents=documents))

    return ingest


def _llamaindex_embedder(encoder: Encoder) -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    class Embedder(BaseEmbedding):  # type: ignore[misc, unused-ignore]
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode(texts)

        def _get_text_embedding(self, text: str) -> list[float]:
            return encoder.encode([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return encoder.encode([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Embedder(embed_batch_size=BATCH)


def _llamaindex_store(address: dict[str, str]) -> Any:
    from llama_index.vector_stores.postgres import PGVectorStore

    place = f"/{address['database']}?host={address['host']}&user={address['user']}"
    return PGVectorStore.from_params(
        connection_string=f"postgresql+psycopg2://{place}",
        async_connection_string=f"postgresql+asyncpg://{place}",
        table_name="llamaindex",
        embed_dim=DIMENSIONS,
    )


def langchain(encoder: Encoder, address: dict[str, str], texts: Texts) -> Callable[[], int]:
    """Return its way: split recursively by tokens, add to a PGVectorStore."""
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_postgres import PGEngine, PGVectorStore
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Embedder(Embeddings):  # type: ignore[misc, unused-ignore]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode(texts)

        def embed_query(self, text: str) -> list[float]:
            return encoder.encode([text])[0]

    engine = PGEngine.from_connection_string(
        f"postgresql+psycopg://{address['user']}@/{address['database']}?host={address['host']}"
    )
    engine.init_vectorstore_table(table_name="langchain", vector_size=DIMENSIONS)
    store = PGVectorStore.create_sync(engine, Embedder(), "langchain")
    splitter = RecursiveCharacterTextSplitter.from_huggingface_tokenizer(
        encoder.tokenizer, chunk_size=MAX_TOKENS, chunk_overlap=0
    )

    def ingest() -> int:
        documents = [Document(page_content=text, metadata={"title": title}) for title, text in texts]
        return len(store.add_documents(splitter.split_documents(documents)))

    return ingest


RIVALS = {"haystack": haystack, "llamaindex": llamaindex, "langchain": langchain}


def main(name: str) -> None:
    """Do the task, and tell when it begins and what it took."""
    # What libraries print goes elsewhere: our lines are all that rivals.py reads.
    lines, sys.stdout = sys.stdout, sys.stderr
    task = json.loads(sys.stdin.read())
    encoder = Encoder(task["weights"])
    ingest = RIVALS[name](encoder, task["address"], task["texts"])
    print("begins", file=lines, flush=True)
    clock, busy, encoding = time.perf_counter(), time.process_time(), encoder.cpu_seconds
    chunks = ingest()
    figures = {
        "chunks": chunks,
        "clock": time.perf_counter() - clock,
        "client": time.process_time() - busy,
        "encoding": encoder.cpu_seconds - encoding,
    }
    print(json.dumps(figures), file=lines, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
