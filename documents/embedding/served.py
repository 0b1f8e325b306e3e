"""Embed through a Text Embeddings Inference server."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import numpy as np

from documents.embedding.base import EntryEmbedder
from documents.embedding.identity import check_identity
from documents.embedding.registry import EmbedderEntry
from documents.embedding.types import Vectors

# TEI takes at most 32 texts in a request unless its operator allows more (--max-client-batch-size).
TEXTS_AT_ONCE = 32
SECONDS = 60.0
# Behind a proxy another server may answer on the same connection.
TRUSTED_SECONDS = 60.0
CONNECTED = "connection.connect_tcp.complete"


class ServedEmbedder(EntryEmbedder):
    """Ask a server for vectors: https://github.com/huggingface/text-embeddings-inference, POST /embed."""

    precision = "served"

    def __init__(self, entry: EmbedderEntry, client: httpx.Client | None = None) -> None:
        """Keep one pool of connections."""
        super().__init__(entry)
        self._client = client or httpx.Client(base_url=entry.endpoint, timeout=SECONDS)
        self._trusted_until = 0.0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`; raise RuntimeError."""
        return self._ask_all([self._entry.passage_prefix + text for text in texts])

    def _ask_all(self, texts: list[str]) -> Vectors:
        parts = [
            self._ask(texts[first : first + TEXTS_AT_ONCE]) for first in range(0, len(texts), TEXTS_AT_ONCE)
        ]
        empty = np.empty((0, self.dimensions), dtype=np.float32)
        return np.concatenate([empty, *parts])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in order; safe in a thread; raise RuntimeError."""
        return self._ask_all([self._entry.query_prefix + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length; safe in a thread; raise RuntimeError."""
        vector: Vectors = self._ask([self._entry.query_prefix + text])[0]
        return vector

    def _ask(self, texts: list[str]) -> Vectors:
        connected: list[str] = []

        def trace(event: str, info: Mapping[str, Any]) -> None:
            if event == CONNECTED:
                connected.append(event)

        body = {"inputs": texts, "normalize": True, "truncate": True}
        said = self._call("POST", "/embed", json=body, extensions={"trace": trace})
        # After the vectors, on the connection that brought them: who answers there may be another since it was opened.
        if connected or time.monotonic() > self._trusted_until:
            self._identify()
        return self._checked(said, len(texts))

    def _identify(self) -> None:
        self._trusted_until = 0.0
        said = self._call("GET", "/info")
        check_identity(self._entry, said if isinstance(said, Mapping) else {})
        self._trusted_until = time.monotonic() + TRUSTED_SECONDS

    def _call(self, method: str, path: str, **asked: Any) -> Any:
        try:
            answer = self._client.request(method, path, **asked)
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as failure:
            raise RuntimeError(
                f"{self.name} at {self._entry.endpoint} gave no vectors: {failure}"
            ) from failure

    def _checked(self, said: Any, count: int) -> Vectors:
        try:
            vectors = np.asarray(said, dtype=np.float32)
        except (TypeError, ValueError) as failure:
            raise RuntimeError(
                f"{self.name} at {self._entry.endpoint} gave no vectors: {failure}"
            ) from failure
        if vectors.shape != (count, self.dimensions):
            expected = (count, self.dimensions)
            raise RuntimeError(f"{self.name} gave vectors of shape {vectors.shape}, expected {expected}")
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
