"""What is misspelt in a question is read as its passages write what it was taken for."""

import pytest

from chat.answering.spelled import as_spelt
from tests.factories.passages import passage

LEAVE = passage(
    "Annual leave is 26 days. The manual of the dental plan says what a month costs; companies pay.", "Leave"
)


@pytest.mark.parametrize(
    ("question", "misspelt", "read"),
    [
        ("How much anual leave?", {"anual": ["annual"]}, "How much annual leave?"),
        ("Dentl plan, per mounth?", {"dentl": ["dental"], "mounth": ["month"]}, "dental plan, per month?"),
        ("What do comapnies pay?", {"comapnies": ["compani"]}, "What do companies pay?"),
        ("What do kangaroos cost?", {"kangaroos": ["kangoroo"]}, "What do kangaroos cost?"),
        ("Was kosten Uberstundn?", {"uberstundn": ["uberstund"]}, "Was kosten Uberstundn?"),
    ],
)
def test_a_word_is_read_as_the_passages_write_it(
    question: str, misspelt: dict[str, list[str]], read: str
) -> None:
    assert as_spelt(question, misspelt, [LEAVE]) == read


def test_letters_with_accents_are_of_stems_without() -> None:
    german = passage("Überstunden werden bezahlt.", "Arbeitszeit")
    assert as_spelt("Überstudnen?", {"überstudnen": ["uberstund"]}, [german]) == "überstunden?"
