"""Embed questions that come at the same moment together, as one batch."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from documents.embedding.types import EMBEDDER_DOWN, QueryEmbedder, Vectors

# As many as a batch is worth: beyond, those that wait longest would wait for all.
MOST_TOGETHER = 64


@dataclass(eq=False)
class _Asked:
    """Hold a question until its vector or a failure has come."""

    text: str
    vector: Vectors | None = None
    failure: Exception | None = None

    @property
    def is_answered(self) -> bool:
        return self.vector is not None or self.failure is not None


class GatheringEmbedder:
    """Let who finds a free lane embed all that waits; what comes meanwhile gathers for the next.

    Nobody waits for company: a question alone goes at once. Each runs in the thread that asked, never on an event loop.
    """

    def __init__(self, embedder: QueryEmbedder, lanes: int = 1) -> None:
        """Take an embedder, and how many batches it may compute at the same time."""
        self._embedder = embedder
        self._free_lanes = lanes
        self._waiting: list[_Asked] = []
        self._changed = threading.Condition()

    @property
    def name(self) -> str:
        """Return the registry id of the model."""
        return self._embedder.name

    @property
    def revision(self) -> str:
        """Return the revision of its weights."""
        return self._embedder.revision

    @property
    def precision(self) -> str:
        """Return the numbers it computes with."""
        return self._embedder.precision

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._embedder.dimensions

    @property
    def max_tokens(self) -> int:
        """Return how many tokens it reads."""
        return self._embedder.max_tokens

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`."""
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length; raise what kept its batch from being embedded."""
        mine = _Asked(text)
        with self._changed:
            self._waiting.append(mine)
        while batch := self._batch_to_embed(mine):
            self._embed(batch)
        if mine.failure is not None:
            raise mine.failure
        assert mine.vector is not None, "an answered question has a vector or a failure"
        return mine.vector

    def _batch_to_embed(self, mine: _Asked) -> list[_Asked]:
        """Wait until a question is answered, which gives nothing to do, or a lane is free for what waits."""
        with self._changed:
            while not mine.is_answered:
                if self._free_lanes and self._waiting:
                    self._free_lanes -= 1
                    batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                    return batch
                self._changed.wait()
        return []

    def _embed(self, batch: list[_Asked]) -> None:
        failure: Exception = RuntimeError("The questions asked at this moment could not be embedded.")
        vectors: Sequence[Vectors | None] = [None] * len(batch)
        try:
            vectors = list(self._embedder.embed_queries([asked.text for asked in batch]))
        except EMBEDDER_DOWN as reason:
            failure = reason
        finally:
            with self._changed:
                for asked, vector in zip(batch, vectors, strict=True):
                    asked.vector, asked.failure = vector, None if vector is not None else failure
                self._free_lanes += 1
                self._changed.notify_all()
