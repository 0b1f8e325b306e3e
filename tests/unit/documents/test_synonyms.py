"""A question is also asked in the words that mean the same."""

import pytest

from documents.questions.synonyms import alternatives
from documents.questions.types import Definition, Synonyms

OWN = (
    Synonyms(terms=("PTO", "paid time off", "vacation")),
    Synonyms(terms=("laptop", "notebook"), one_way=True),
)
MINED = (
    Definition(short="SLA", long="Service Level Agreement"),
    Definition(short="HAD", long="health and disability"),
    Definition(short="BAT", long="brown adipose tissue"),
    Definition(short="BAT", long="business area team"),
)


@pytest.mark.parametrize(
    ("question", "worded"),
    [
        ("How much PTO do I get?", ["How much paid time off do I get?", "How much vacation do I get?"]),
        ("laptop broken", ["notebook broken"]),
        ("my notebook is broken", []),
        ("Which SLAs hold?", ["Which Service Level Agreement hold?"]),
        ("our service-level agreement", ["our SLA"]),
        ("What had we decided?", []),
        ("What does BAT do?", []),
        ("nothing known here", []),
    ],
)
def test_known_terms_are_replaced(question: str, worded: list[str]) -> None:
    assert [one.text for one in alternatives(question, OWN, MINED)] == worded


def test_what_most_documents_say_is_meant() -> None:
    mined = (*MINED, Definition(short="BAT", long="business area team", documents=5))
    assert [one.text for one in alternatives("Who is BAT?", (), mined)] == ["Who is business area team?"]


def test_a_tenants_own_words_come_before_those_of_documents() -> None:
    own = [Synonyms(terms=("SLA", "support level A"))]
    assert [one.text for one in alternatives("SLA", own, MINED)] == ["support level A"]


def test_another_word_counts_less_than_the_questions_own() -> None:
    assert all(one.weight < 1 for one in alternatives("PTO and SLA", OWN, MINED))
