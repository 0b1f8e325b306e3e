"""What says the same comes once, behind it what repeats it; what differs in a name or a number is something else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from documents.ranking.diversity import gathered, repeats, said
from documents.ranking.mail import frame_lines, written
from documents.types import Passage
from tests.factories.passages import passage

FEE = (
    "The gym is refunded with thirty euros a month, once the receipt has been handed in at the desk on floor two, and"
    " it may be asked for until the end of the following quarter by everybody who has been here for half a year."
)
MAIL = f"From: Ada <ada@acme.example>\nTo: Ben\nSubject: Gym\n\n> {FEE}\n"


def found(*texts: str) -> list[Passage]:
    return [
        replace(passage(text, f"document {number}"), score=1 - number / 10)
        for number, text in enumerate(texts)
    ]


def order(passages: tuple[Passage, ...]) -> list[str]:
    return [one.document.title for one in passages]


def test_what_repeats_another_comes_behind_all_that_does_not() -> None:
    shown = gathered(found(FEE, FEE.replace(" ", "\n", 5), "Parking is free on Sundays for all of us."))
    assert order(shown) == ["document 0", "document 2", "document 1"]
    assert [one.title for one in shown[0].also_in] == ["document 1"]
    assert shown[2].repeats == shown[0].chunk_id


def test_nothing_is_lost_and_scores_fall() -> None:
    shown = gathered(found(FEE, FEE, FEE, "Parking is free on Sundays for all of us."))
    assert sorted(order(shown)) == [f"document {number}" for number in range(4)]
    scores = [one.score for one in shown]
    assert scores == sorted(scores, reverse=True)


def test_a_mail_that_quotes_a_text_repeats_it() -> None:
    assert repeats(said(MAIL), said(FEE))
    assert not repeats(said(MAIL + "\nThis ends in May, says the works council of ours.\n"), said(FEE))


@pytest.mark.parametrize(
    ("word", "other"), [("thirty", "Forty"), ("floor two", "floor 3"), ("may be asked", "may not be asked")]
)
def test_a_number_a_name_or_a_not_makes_another_text(word: str, other: str) -> None:
    assert not repeats(said(FEE.replace(word, other)), said(FEE))


def test_a_word_in_another_form_makes_no_other_text() -> None:
    assert repeats(said(FEE.replace("by everybody", "by everyone")), said(FEE))


def test_a_part_of_a_text_repeats_it_and_the_whole_does_not_repeat_its_part() -> None:
    part = " ".join(FEE.split()[:20])
    assert repeats(said(part), said(FEE))
    assert not repeats(said(FEE), said(part))


def test_the_most_current_of_equal_texts_stays_where_the_best_stood() -> None:
    old, new = found(FEE, FEE.upper().lower())
    dated = [
        replace(old, dated=datetime(2024, 1, 1, tzinfo=UTC)),
        replace(new, dated=datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    shown = gathered(dated)
    assert order(shown) == ["document 1", "document 0"]
    assert shown[0].score == old.score


def test_a_newer_part_does_not_stand_for_the_whole() -> None:
    whole, part = found(FEE, " ".join(FEE.split()[:20]))
    dated = [
        replace(whole, dated=datetime(2024, 1, 1, tzinfo=UTC)),
        replace(part, dated=datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    assert order(gathered(dated)) == ["document 0", "document 1"]


def test_texts_without_spaces_are_compared_too() -> None:
    assert repeats(
        said("育児休業は子が一歳に\nなるまで取得できます"), said("育児休業は子が一歳になるまで取得できます。")
    )
    assert not repeats(
        said("育児休業は子が二歳になるまで取得できます"), said("育児休業は子が一歳になるまで取得できます")
    )


def test_one_line_like_a_header_is_a_sentence() -> None:
    assert frame_lines("To: the desk on floor two.\nAsk there.") == frozenset()
    assert written(MAIL).split() == FEE.split()
    assert frame_lines("Am 3. Mai 2026 um 10:12 schrieb Ada Lovelace:\n> Ja.") == {0}


def test_fifty_passages_take_milliseconds() -> None:
    texts = [f"{FEE} Rule {number} of room {number} says so, and says it again." for number in range(50)]
    assert len(gathered(found(*texts))) == 50
