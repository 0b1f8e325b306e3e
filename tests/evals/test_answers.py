"""What the demo model answers keeps its quality: 0.70 and 0.80, less one question that may tip on another processor."""

from collections.abc import Sequence

import pytest

from chat.answering.types import Embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from project.embedded.models import models_dir
from tests.evals.answers import Result, SilentGateway, measure
from tests.evals.answers_corpus import data_dir, northwind
from tests.evals.answers_demo import demo

pytestmark = [pytest.mark.evals, pytest.mark.slow]


def shares(results: Sequence[Result]) -> tuple[float, float]:
    """Give the share of right answers, and of what nothing answers that was refused."""
    answerable = [result.is_right for result in results if result.is_answerable]
    others = [result.is_right for result in results if not result.is_answerable]
    return sum(answerable) / len(answerable), sum(others) / len(others)


async def test_the_demo_handbook_is_answered_and_the_rest_refused(embedder: Embedder) -> None:
    results: list[Result] = []
    for person in demo(counting_tokenizer(ALL_MINILM_L6_V2, models_dir())):
        results += await measure(person, SilentGateway(), embedder, None)
    right, refused = shares(results)
    assert right >= 0.70
    assert refused >= 0.76


async def test_a_handbook_of_pdf_pages_is_answered_and_the_rest_refused(embedder: Embedder) -> None:
    if not data_dir().is_dir():
        pytest.skip(f"no open data at {data_dir()}")
    right, refused = shares(await measure(northwind(), SilentGateway(), embedder, None))
    assert right >= 0.66
    assert refused >= 0.75
