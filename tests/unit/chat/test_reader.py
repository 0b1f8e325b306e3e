"""The reader quotes what answers, with what is needed to understand it, and says when nothing does."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from chat.answering.reader import Reader, Reading
from chat.answering.remembering import Memory
from chat.answering.types import ReaderSettings, Vectors
from chat.answering.units import Kind, cut
from chat.answering.windows import widen
from chat.answering.words import names, numbers, terms
from documents.lexical.lexicon import Lexicon
from documents.types import Passage
from tests.factories.passages import passage
from tests.fakes.embedder import FakeEmbedder

KIT = (
    "The welcome kit contains:\n\n- a hoodie\n- two stickers\n\nIt is sent, e.g. by DHL. Ask the People team."
)
TRAVEL = "Hotels are paid up to 140 pounds per night. In London the limit is 185 pounds."
WRAPPED = (
    "Employees may claim up to $1000 per year, which is a generous amount of\nmoney for all. It ends in May."
)
TABLE = "Limits per night\n\n| city | limit |\n| London | 185 |"


def read(question: str, *passages: Passage, threshold: float = 0.4) -> Reading:
    return Reader(FakeEmbedder(), Lexicon(), ReaderSettings(threshold=threshold)).read(question, passages)


def test_units_are_sentences_items_rows_and_headings() -> None:
    assert [unit.kind for unit in cut(KIT)] == [
        Kind.SENTENCE,
        Kind.ITEM,
        Kind.ITEM,
        Kind.SENTENCE,
        Kind.SENTENCE,
    ]
    assert [unit.kind for unit in cut(TABLE)] == [Kind.HEADING, Kind.ROW, Kind.ROW]


@pytest.mark.parametrize(
    "text", [KIT, TRAVEL, WRAPPED, TABLE, "", "\n\n", "one", "a.\n\n\n- b", "日本語の文。次の文。"]
)
def test_a_unit_is_the_text_at_its_place(text: str) -> None:
    assert all(text[unit.start : unit.end] == unit.text and unit.text.strip() for unit in cut(text))


def test_a_sentence_that_was_wrapped_is_one() -> None:
    assert [" ".join(unit.text.split()) for unit in cut(WRAPPED)] == [
        "Employees may claim up to $1000 per year, which is a generous amount of money for all.",
        "It ends in May.",
    ]


def test_a_list_is_quoted_whole_with_what_announces_it() -> None:
    units = cut(KIT)
    assert widen(units, 2).text(units) == "The welcome kit contains:\n- a hoodie\n- two stickers"


def test_a_sentence_that_points_back_takes_the_one_before() -> None:
    units = cut(
        "The kit is free of charge. It is sent to your home by the People team in the first week of the month."
    )
    assert widen(units, 1).members == (0, 1)


def test_the_sentence_that_answers_is_quoted_first() -> None:
    reading = read("How much is paid for hotels per night?", passage(KIT, "Kit"), passage(TRAVEL, "Travel"))
    assert reading.is_answered
    assert reading.evidence[0].text == TRAVEL
    assert TRAVEL[reading.evidence[0].start : reading.evidence[0].end] == TRAVEL


@pytest.mark.parametrize(
    "question", ["Which floor is the Munich office on?", "Who won the football tournament?", "?"]
)
def test_what_is_not_in_the_passages_is_not_answered(question: str) -> None:
    assert not read(question, passage(KIT, "Kit"), passage(TRAVEL, "Travel")).is_answered


def test_nothing_to_read_answers_nothing() -> None:
    assert read("Anything?") == Reading(evidence=(), confidence=0.0, is_answered=False)
    assert not read("Anything?", passage("\n \n", "Blank")).is_answered


def test_no_words_are_quoted_twice() -> None:
    reading = read("What does the welcome kit contain?", passage(KIT, "Kit"), threshold=0.0)
    quoted = [range(evidence.start, evidence.end) for evidence in reading.evidence]
    assert sum(map(len, quoted)) == len(set().union(*quoted))


def test_words_are_compared_by_stem_number_and_name() -> None:
    assert terms("The twelve reimbursements") == ("12", "reimburs")
    assert numbers("$2,000 in two years, 3.5 %") == {"2000", "2", "3.5"}
    assert names("They met Ada in Paris. Then") == {"ada", "paris"}


class Counting(FakeEmbedder):
    asked = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return super().embed_passages(texts)


def test_what_a_tenant_has_read_is_not_remembered_for_another() -> None:
    counting = Counting()
    memory = Memory(counting)
    for tenant in (UUID(int=1), UUID(int=2), UUID(int=1)):
        memory.of(tenant).embed_passages(["Salaries rise by 3 %."])
    assert counting.asked == 2


def test_a_text_is_embedded_once_while_it_is_remembered() -> None:
    counting = Counting()
    remembering = Memory(counting, remembered=2).of(UUID(int=1))
    for texts in (["a", "b"], ["b", "a", "a"], ["c"], ["b", "c"]):
        assert (remembering.embed_passages(texts) == FakeEmbedder().embed_passages(texts)).all()
    assert counting.asked == 4


LEAVE = "Der Jahresurlaub beträgt 30 Arbeitstage. Gültig ab 1. Januar 2026. Anträge gehen an die Teamleitung."
LEAVE_IN_CHINESE = "员工每年享有十五天带薪年假。"
TRIPS_IN_CHINESE = "经理批准差旅费用。"


def test_a_german_date_does_not_end_a_sentence() -> None:
    assert [unit.text for unit in cut(LEAVE)][1] == "Gültig ab 1. Januar 2026."


@pytest.mark.parametrize(
    ("question", "texts", "answer"),
    [
        ("An wen gehen die Anträge für den Jahresurlaub?", [LEAVE], "Anträge gehen an die Teamleitung."),
        ("差旅费用由谁批准?", [TRIPS_IN_CHINESE, LEAVE_IN_CHINESE], TRIPS_IN_CHINESE),
    ],
)
def test_words_decide_in_a_language_that_the_embedder_does_not_read(
    question: str, texts: Sequence[str], answer: str
) -> None:
    reading = read(question, *(passage(text, "1") for text in texts), threshold=0.3)
    assert reading.is_answered
    assert answer in reading.evidence[0].text


@pytest.mark.parametrize(
    ("question", "text"),
    [("Wie hoch ist das Budget der Marketingabteilung?", LEAVE), ("股东大会在哪里举行?", TRIPS_IN_CHINESE)],
)
def test_a_foreign_question_that_nothing_answers_is_not_answered(question: str, text: str) -> None:
    assert not read(question, passage(text, "1"), threshold=0.3).is_answered


def test_a_title_is_not_quoted_before_what_answers() -> None:
    cover = passage("Parental leave that parents receive at Acme", "Leave")
    answer = passage("Parents receive sixteen weeks of paid leave.", "Leave")
    reading = read("How much parental leave do parents receive?", cover, answer)
    assert reading.evidence[0].text == answer.text


def test_a_byline_is_not_quoted_before_what_answers() -> None:
    cover = passage("Urlaub in Kassel\nHB-17 · Urlaub: Personal · Gültig ab 1. Januar 2026", "Urlaub")
    answer = passage("Der Urlaub in Kassel beträgt 30 Arbeitstage.", "Urlaub")
    reading = read("Wie viele Tage beträgt der Urlaub in Kassel?", cover, answer)
    assert reading.evidence[0].text == answer.text
