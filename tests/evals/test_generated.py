"""What a capable model writes is accepted where the passages carry it, and marked where they do not."""

import pytest

from chat.answering.types import Embedder
from tests.evals.answers_corpus import data_dir, northwind, raydocs
from tests.evals.generated import measure, sentences_of, summary

pytestmark = [
    pytest.mark.evals,
    pytest.mark.slow,
    pytest.mark.skipif(not data_dir().is_dir(), reason="the open data sets are not here"),
]


async def test_a_capable_models_text_is_judged_by_what_the_passages_say(embedder: Embedder) -> None:
    judged = await measure(northwind(), sentences_of(raydocs()), embedder, None)
    accepted = {kind: summary(those)["accepted"] for kind, those in judged.items()}
    assert accepted["verbatim"] >= 0.95
    assert accepted["paraphrase"] >= 0.9
    assert accepted["invented"] <= 0.05
    assert accepted["foreign"] <= 0.05
