"""Name what every embedder can do."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Place texts in a space where what means the same lies near."""

    @property
    def name(self) -> str:
        """Return the registry id of the model."""
        ...

    @property
    def revision(self) -> str:
        """Return the revision of its weights: vectors of two revisions never meet."""
        ...

    @property
    def precision(self) -> str:
        """Return the numbers it computes with, as in `bf16`."""
        ...

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Return how many tokens it reads, its special tokens included; what is beyond is cut."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length; safe in a thread."""
        ...


class QueryEmbedder(Embedder, Protocol):
    """Embed several questions at once, too."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`; safe in a thread."""
        ...


def cut_dimensions(vectors: Vectors, dimensions: int) -> Vectors:
    """Return the first dimensions of vectors (..., d), at unit length again.

    Only models that were trained for it (Matryoshka Representation Learning, Kusupati and others, 2022) may be cut.
    """
    if vectors.shape[-1] == dimensions:
        return vectors
    cut = vectors[..., :dimensions]
    unit: Vectors = cut / np.linalg.norm(cut, axis=-1, keepdims=True)
    return unit


class ModelMissing(Exception):
    """Say that a model is not where it should be, and which command puts it there."""


class WrongModel(RuntimeError):
    """Say that a server answers for another model than the one that was named: its vectors would mean other things."""


# What keeps a runtime from embedding: it has no model, it broke, or a file of it cannot be read.
EMBEDDER_DOWN = (ModelMissing, RuntimeError, OSError)
