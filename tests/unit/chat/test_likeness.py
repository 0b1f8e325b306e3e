"""Questions that only seem to ask the same are told apart by their words, whatever their vectors say."""

import pytest

from chat.answering.likeness import (
    LITERALLY,
    Reader,
    differing,
    folded,
    is_personal,
    is_timely,
    threshold_of,
)
from chat.answering.likeness.synonyms import same_words
from documents.lexical.lexicon import Lexicon
from tests.evals.question_pairs import Pair, by_hand, by_rules

LEXICON = Lexicon()
KEPT = {
    "groups": [
        {"terms": ["vacation", "holiday", "PTO"], "one_way": False},
        {"terms": ["leave", "sabbatical"], "one_way": True},
    ]
}
PAIRS = [*by_hand(), *by_rules()]


def is_hit(pair: Pair) -> bool:
    reader = Reader(LEXICON, pair.language)
    return not differing(reader.gist(pair.one), reader.gist(pair.other))


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not pair.is_same], ids=lambda pair: pair.other)
def test_a_near_miss_is_none(pair: Pair) -> None:
    assert not is_hit(pair)


def test_most_of_what_asks_the_same_is_found() -> None:
    found = [is_hit(pair) for pair in PAIRS if pair.is_same]
    assert len(PAIRS) >= 300
    assert sum(found) / len(found) > 0.9


def test_a_tenants_synonyms_are_the_same_word() -> None:
    reader = Reader(LEXICON, "en", same_words(KEPT, LEXICON, "en"))
    one, other = (reader.gist(f"How many {word} days do I get?") for word in ("vacation", "PTO"))
    assert differing(one, other) == ""
    one, other = (reader.gist(f"How many {word} days do I get?") for word in ("leave", "sabbatical"))
    assert differing(one, other) == "words"


@pytest.mark.parametrize(
    ("question", "names", "expected"),
    [
        ("What is my leave?", (), True),
        ("Am I covered?", (), True),
        ("Am I allowed to travel?", (), False),
        ("How do I travel?", (), False),
        ("Can you tell me what the limit is?", (), False),
        ("Where does Ada sit?", ("Ada Lovelace",), True),
        ("Where does Ada sit?", ("Ben Bitdiddle",), False),
        ("Wie hoch ist mein Gehalt?", (), True),
    ],
)
def test_what_is_about_its_asker_is_personal(question: str, names: tuple[str, ...], expected: bool) -> None:
    assert is_personal(question, names) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is on call this week?", True),
        ("What is the latest release?", True),
        ("Wer hat heute Dienst?", True),
        ("What did we sell in the previous month?", True),
        ("What has changed since March?", True),
        ("Wie hoch war der Umsatz im Vorjahr?", True),
        ("Was gilt heuer?", True),
        ("¿Cuánto se vendió el año pasado?", True),
        ("What was sold in 2024?", False),
        ("How long is parental leave?", False),
    ],
)
def test_what_depends_on_the_hour_is_timely(question: str, expected: bool) -> None:
    assert is_timely(question) is expected


@pytest.mark.parametrize(
    "question", ["leave policy -germany", '"leave policy" germany', '"leave policy germany"']
)
def test_a_question_with_a_searchs_operators_is_only_itself(question: str) -> None:
    plain = "leave policy germany"
    reader = Reader(LEXICON, "en")
    assert differing(reader.gist(question), reader.gist(plain))
    assert folded(question) != folded(plain)
    assert folded(question) == folded(f" {question.capitalize()}  ")


def test_what_differs_in_its_writing_alone_is_folded_to_one() -> None:
    assert folded("  Is overtime PAID?") != folded("Is overtime paid?")
    assert folded("  is Overtime  paid") == folded("Is overtime paid?")
    assert folded("Leave for US?") != folded("leave for us?")


def test_an_embedder_that_nobody_measured_finds_the_very_words_alone() -> None:
    assert threshold_of("another 1", {}) == LITERALLY
    assert threshold_of("another 1", {"another": 0.9}) == 0.9
