"""Embed texts as an index version asks, in a thread of its own: what embeds computes while others read and write."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from documents.embedding.registry import entry_of_revision
from documents.embedding.types import Vectors, cut_dimensions
from documents.indexing.engines import LOCAL, Engine
from documents.ingest.split import embedded_text
from documents.search.pending import Pending

# A batch takes about this long, so that a killed worker loses little and a GPU is kept busy.
BATCH_SECONDS = 1.0
FIRST_BATCH, LARGEST_BATCH = 32, 4096
# Whole batches of the runtimes go into one.
STEP = 16

Known = dict[str, NDArray[np.float32]]


class BatchSize:
    """Find how many chunks this device embeds in the time that a batch should take."""

    def __init__(self) -> None:
        """Begin small."""
        self.chunks = FIRST_BATCH

    def note(self, chunks: int, seconds: float) -> None:
        """Learn from a batch that was about full: whole documents rarely fill one exactly."""
        if 2 * chunks >= self.chunks:
            wanted = int(chunks * BATCH_SECONDS / max(seconds, 0.001))
            self.chunks = max(FIRST_BATCH, min(wanted, 2 * self.chunks, LARGEST_BATCH)) // STEP * STEP


batch_size = BatchSize()


def embed(
    settings: Mapping[str, Any],
    chunks: Sequence[Pending],
    engine: Engine = LOCAL,
    known: Known | None = None,
) -> Vectors:
    """Return (n, d) float32 of unit length for chunks, each text embedded once, as an index version asks.

    What is `known` is not embedded again; afterwards it holds the texts of these chunks.

    Raise ModelMissing where the model is of another revision than that by which the index version was begun.
    """
    entry = entry_of_revision(settings["embedder"], settings["revision"])
    texts = [embedded_text(waiting.chunk, waiting.title) for waiting in chunks]
    rows: Known = {text: known[text] for text in texts if text in known} if known else {}
    new = [text for text in dict.fromkeys(texts) if text not in rows]
    rows.update(zip(new, engine.embed(entry.id, new), strict=True))
    if known is not None:
        known.clear()
        known.update(rows)
    if not texts:
        return np.empty((0, settings["dimensions"]), dtype=np.float32)
    return cut_dimensions(np.stack([rows[text] for text in texts]), settings["dimensions"])


# One for all, since runtimes keep memory for each thread that calls them; it starts when it is first needed, that is
# after a worker has forked.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")


class Encoder:
    """Embed one batch after the other; while one is embedded, the caller reads the next and writes the last."""

    def __init__(self) -> None:
        """Know no text yet."""
        self._model: tuple[str, str] | None = None
        # The texts of the batch before: it may not have been written when the next was read.
        self._known: Known = {}
        # Those of the last batch of the window before, which had not when all of this window was read.
        self._unwritten: Known = {}

    def begin(
        self, settings: Mapping[str, Any], chunks: Sequence[Pending], *, is_last: bool
    ) -> Future[Vectors]:
        """Embed these chunks when those before them are embedded."""
        return _thread.submit(copy_context().run, self._embed, settings, chunks, is_last)

    def _embed(self, settings: Mapping[str, Any], chunks: Sequence[Pending], is_last: bool) -> Vectors:
        begun, model = time.monotonic(), (settings["embedder"], settings["revision"])
        if model != self._model:
            self._model, self._known, self._unwritten = model, {}, {}
        before = self._unwritten | self._known
        self._known = dict(before)
        vectors = embed(settings, chunks, known=self._known)
        # A text that is known takes no time.
        batch_size.note(len(self._known.keys() - before.keys()), time.monotonic() - begun)
        if is_last:
            self._unwritten = self._known
        return vectors
