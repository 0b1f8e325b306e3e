"""Questions that come while others are embedded go together in one batch."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from documents.embedding import gathering
from documents.embedding.gathering import GatheringEmbedder
from documents.embedding.types import Vectors
from tests.fakes.embedder import FakeEmbedder

WAIT_SECONDS = 10


class HeldEmbedder(FakeEmbedder):
    """Note each batch, and hold the first until it is let go."""

    def __init__(self) -> None:
        """Begin without a batch."""
        self.batches: list[list[str]] = []
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.failure: RuntimeError | None = None

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each, or fail."""
        self.batches.append(list(texts))
        self.begun.set()
        assert self.let_go.wait(WAIT_SECONDS)
        if self.failure is not None:
            raise self.failure
        return self.embed_passages(texts)


def ask_while_held(
    held: HeldEmbedder, embedder: GatheringEmbedder, texts: list[str]
) -> list[Vectors | Exception]:
    """Ask the first text, the others while it is held, and return what became of all."""

    def ask(text: str) -> Vectors | Exception:
        try:
            return embedder.embed_query(text)
        except RuntimeError as failure:
            return failure

    with ThreadPoolExecutor(len(texts)) as pool:
        asked = [pool.submit(ask, texts[0])]
        assert held.begun.wait(WAIT_SECONDS)
        asked += [pool.submit(ask, text) for text in texts[1:]]
        while len(embedder._waiting) < len(texts) - 1:
            pass
        held.let_go.set()
        return [one.result(WAIT_SECONDS) for one in asked]


def test_what_comes_meanwhile_is_one_batch_and_each_gets_its_own_vector() -> None:
    held, texts = HeldEmbedder(), ["leave", *(f"rule {n}" for n in range(9))]
    vectors = ask_while_held(held, GatheringEmbedder(held), texts)
    assert [sorted(batch) for batch in held.batches] == [texts[:1], texts[1:]]
    assert np.array_equal(np.array(vectors), FakeEmbedder().embed_passages(texts))


def test_a_question_alone_waits_for_no_other() -> None:
    held = HeldEmbedder()
    held.let_go.set()
    embedder = GatheringEmbedder(held)
    for text in ("leave", "parking"):
        embedder.embed_query(text)
    assert held.batches == [["leave"], ["parking"]]


def test_no_batch_is_larger_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_TOGETHER", 4)
    held = HeldEmbedder()
    ask_while_held(held, GatheringEmbedder(held), [f"rule {n}" for n in range(10)])
    assert [len(batch) for batch in held.batches] == [1, 4, 4, 1]


def test_a_failure_reaches_each_of_its_batch_and_the_next_question_is_embedded() -> None:
    held = HeldEmbedder()
    held.failure = RuntimeError("The model is gone.")
    embedder = GatheringEmbedder(held)
    assert ask_while_held(held, embedder, ["a", "b", "c"]) == [held.failure] * 3
    held.failure = None
    assert embedder.embed_query("d").shape == (FakeEmbedder.dimensions,)
