"""Embed through a Text Embeddings Inference server."""

from collections.abc import Sequence

import httpx
import numpy as np

from documents.embedding.base import EntryEmbedder
from documents.embedding.registry import EmbedderEntry
from documents.embedding.types import Vectors

# TEI takes at most 32 texts in a request unless its operator allows more (--max-client-batch-size).
TEXTS_AT_ONCE = 32
SECONDS = 60.0


class ServedEmbedder(EntryEmbedder):
    """Ask a server for vectors: https://github.com/huggingface/text-embeddings-inference, POST /embed."""

    precision = "served"

    def __init__(self, entry: EmbedderEntry, client: httpx.Client | None = None) -> None:
        """Keep one pool of connections."""
        super().__init__(entry)
        self._client = client or httpx.Client(base_url=entry.endpoint, timeout=SECONDS)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`; raise RuntimeError."""
        prefixed = [self._entry.passage_prefix + text for text in texts]
        parts = [
            self._ask(prefixed[first : first + TEXTS_AT_ONCE])
            for first in range(0, len(prefixed), TEXTS_AT_ONCE)
        ]
        empty = np.empty((0, self.dimensions), dtype=np.float32)
        return np.concatenate([empty, *parts])

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length; safe in a thread; raise RuntimeError."""
        vector: Vectors = self._ask([self._entry.query_prefix + text])[0]
        return vector

    def _ask(self, texts: list[str]) -> Vectors:
        try:
            answer = self._client.post("/embed", json={"inputs": texts, "normalize": True, "truncate": True})
            answer.raise_for_status()
            vectors = np.asarray(answer.json(), dtype=np.float32)
        except (httpx.HTTPError, ValueError) as failure:
            raise RuntimeError(
                f"{self.name} at {self._entry.endpoint} gave no vectors: {failure}"
            ) from failure
        if vectors.shape != (len(texts), self.dimensions):
            expected = (len(texts), self.dimensions)
            raise RuntimeError(f"{self.name} gave vectors of shape {vectors.shape}, expected {expected}")
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
