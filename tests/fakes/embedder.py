"""Embed by words, so that texts that share words lie near: ranking can be tested without a model."""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from documents.embedding.types import Vectors

WORD = re.compile(r"\w+")


class FakeEmbedder:
    """Add up a fixed random direction for each word."""

    name = "fake"
    revision = "1"
    precision = "fp32"
    dimensions = 64
    max_tokens = 256

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length."""
        return np.array([self.embed_query(text) for text in texts], dtype=np.float32).reshape(
            -1, self.dimensions
        )

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length."""
        # The first direction is everybody's: a text without words has a place too.
        total = self._direction("") * 0.1
        for word in WORD.findall(text.lower())[: self.max_tokens]:
            total = total + self._direction(word.removesuffix("s"))
        vector: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return vector

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
        direction: Vectors = np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        return direction / np.linalg.norm(direction)
