"""Each step of reading a question finds what it was made for, and loses nothing of what asks for one thing."""

import pytest

from chat.answering.types import Embedder
from tests.bench.retrieval import shipped_ranker
from tests.evals.reading_questions import SWITCHES, Reader, measured, of_times

pytestmark = [pytest.mark.evals, pytest.mark.slow]


@pytest.mark.parametrize("is_ranked", [False, True])
def test_a_step_helps_the_questions_that_it_is_for_and_harms_no_others(
    embedder: Embedder, *, is_ranked: bool
) -> None:
    found = measured(Reader(embedder, shipped_ranker() if is_ranked else None))
    for kind in SWITCHES:
        assert found[kind]["its own"] >= max(0.95, found[kind]["none"])
    assert found["times"]["its own"] > found["times"]["none"] + 0.1
    assert found["whole"]["all"] >= found["whole"]["none"]


def test_a_preference_finds_what_says_no_day_where_a_filter_would_lose_it(embedder: Embedder) -> None:
    found = of_times(embedder, None)
    assert found["all dated"]["preferred"] >= found["all dated"]["left out"]
    assert found["answers undated"]["preferred"] > 2 * found["answers undated"]["left out"]
