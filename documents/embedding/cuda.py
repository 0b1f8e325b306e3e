"""Embed on a CUDA device with sentence-transformers, in half precision."""

from collections.abc import Sequence

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from documents.embedding.base import EntryEmbedder
from documents.embedding.registry import EmbedderEntry
from documents.embedding.types import Vectors


class SentenceTransformersEmbedder(EntryEmbedder):
    """Run the published weights; the library sorts by length itself."""

    batch_size = 256

    def __init__(self, entry: EmbedderEntry, device: str = "cuda") -> None:
        """Load the weights on the device: in half precision on CUDA, else in single."""
        super().__init__(entry)
        self.precision = "fp16" if device.startswith("cuda") else "fp32"
        dtype = torch.float16 if self.precision == "fp16" else torch.float32
        self._model = SentenceTransformer(
            str(entry.weights_dir()), device=device, local_files_only=True, model_kwargs={"dtype": dtype}
        )
        self._model.max_seq_length = entry.max_tokens

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`."""
        return self._encode([self._entry.passage_prefix + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length; safe in a thread."""
        vector: Vectors = self._encode([self._entry.query_prefix + text])[0]
        return vector

    def _encode(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        # Normalised here: in half precision the library's own normalisation is off by a thousandth.
        vectors = self._model.encode(texts, batch_size=self.batch_size, show_progress_bar=False).astype(
            np.float32
        )
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def has_cuda() -> bool:
    """Say whether a CUDA device is there."""
    return torch.cuda.is_available()
