"""Every embedder places texts in the same manner."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import cache

import httpx
import numpy as np
import pytest

from documents.embedding.registry import ALL_MINILM_L6_V2, EmbedderEntry
from documents.embedding.served import ServedEmbedder
from documents.embedding.types import Embedder
from project.embedded.models import models_dir
from tests import needs
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.tei import REVISION, Tei, serving

LEAVE = "Employees have thirty days of annual leave."
PARKING = "The car park closes at ten in the evening."


SERVED = EmbedderEntry(
    id="fake",
    revision=REVISION[:12],
    dimensions=FakeEmbedder.dimensions,
    max_tokens=FakeEmbedder.max_tokens,
    licence="MIT",
    languages=("en",),
)
served = ExitStack()


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    with served:
        yield
    made.cache_clear()


@cache
def made(kind: str) -> Embedder:
    if kind == "fake":
        return FakeEmbedder()
    if kind == "served":
        server = served.enter_context(serving(Tei()))
        client = served.enter_context(httpx.Client(base_url=server.url))
        return ServedEmbedder(replace(SERVED, endpoint=server.url), client)
    if kind == "sentence-transformers":
        pytest.importorskip("sentence_transformers")
        from documents.embedding.cuda import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(ALL_MINILM_L6_V2, device="cpu")
    from documents.embedding.cpu import OnnxEmbedder, OpenVinoEmbedder

    backend = OnnxEmbedder if kind == "onnx" else OpenVinoEmbedder
    return needs.loaded(lambda: backend(ALL_MINILM_L6_V2, models_dir()))


@pytest.fixture(params=["fake", "served", "onnx", "openvino", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return made(request.param)


def test_vectors_have_unit_length_and_the_promised_shape(embedder: Embedder) -> None:
    vectors = embedder.embed_passages([LEAVE, PARKING, "x"])
    assert vectors.shape == (3, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimensions)


def test_a_question_has_the_place_of_what_answers_it(embedder: Embedder) -> None:
    question = embedder.embed_query("How many days of leave do employees have?")
    leave, parking = embedder.embed_passages([LEAVE, PARKING]) @ question
    assert leave > parking + 0.1


def test_the_company_of_other_texts_changes_nothing(embedder: Embedder) -> None:
    others = [PARKING * repeats for repeats in range(1, 40)]
    alone = embedder.embed_passages([LEAVE])[0]
    among = embedder.embed_passages([*others[:20], LEAVE, *others[20:]])[20]
    assert alone @ among > 0.98


def test_what_is_beyond_the_limit_is_cut(embedder: Embedder) -> None:
    long = "word " * (2 * embedder.max_tokens)
    first, second = embedder.embed_passages([long + LEAVE, long + PARKING])
    assert first @ second > 0.999


def test_a_text_without_words_has_a_place(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed_passages(["", "  "])).all()


def test_questions_may_be_embedded_in_threads(embedder: Embedder) -> None:
    questions = [LEAVE, PARKING] * 20
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(embedder.embed_query, questions))
    assert all(vector @ found[position % 2] > 0.999 for position, vector in enumerate(found))


def test_it_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.revision
    assert embedder.precision in {"fp16", "fp32", "bf16", "int8", "served"}
