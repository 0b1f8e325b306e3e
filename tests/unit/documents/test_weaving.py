"""What a question, its other words and its parts bring comes into one order."""

import random
from datetime import date

from documents.questions.dating import Dated, dated, preferences, preferred
from documents.questions.types import Period
from documents.questions.weaving import strongest, woven

TODAY = date(2026, 3, 1)


def test_the_whole_has_every_second_place_and_the_parts_the_others_in_turn() -> None:
    assert woven(["w1", "w2", "w3"], [["a1", "a2"], ["b1", "w1"]]) == ["w1", "a1", "w2", "b1", "w3", "a2"]


def test_the_best_of_several_wordings_counts() -> None:
    assert strongest([(1.0, {"a": 0.5, "b": 0.4}), (0.5, {"b": 1.0, "c": 0.2})]) == {
        "a": (0.5, 0),
        "b": (0.5, 1),
        "c": (0.1, 1),
    }


def test_a_document_is_of_the_time_that_it_says() -> None:
    stored = date(2026, 1, 1)
    assert dated({"Valid-From": "2024-05-01"}, "", stored).since == date(2024, 5, 1)
    assert dated({"year": 2023}, "", stored).until == date(2023, 12, 31)
    assert dated({}, "Travel policy 2022", stored).since == date(2022, 1, 1)
    assert dated({"year": True}, "ISO 27001-2022/2", stored) == Dated(
        since=stored, until=stored, is_stated=False
    )


def test_what_is_of_the_time_rises_and_what_is_far_behind_does_not() -> None:
    period = Period(words="in 2024", since=date(2024, 1, 1), until=date(2024, 12, 31))
    year = Dated(since=date(2024, 1, 1), until=date(2024, 12, 31))
    other = Dated(since=date(2020, 1, 1), until=date(2020, 12, 31))
    worth = preferences(period, [other, year, other, year], TODAY)
    assert preferred([0.8, 0.75, 0.5, 0.2], worth) == [1, 0, 2, 3]


def test_now_prefers_the_newest_that_holds_by_today() -> None:
    days = [date(2025, 1, 1), date(2027, 1, 1), date(2026, 1, 1)]
    worth = preferences(Period(words="current"), [Dated(since=day, until=day) for day in days], TODAY)
    assert worth[2] > worth[0] == worth[1] == 0


def test_a_preference_hides_nothing() -> None:
    chance = random.Random(4)
    for _ in range(200):
        scores = sorted((chance.random() for _ in range(50)), reverse=True)
        order = preferred(scores, [chance.choice([0.0, 0.15, 0.3]) for _ in scores])
        assert sorted(order) == list(range(50))
        assert all(order.index(place) <= 2 * place + 1 for place in range(25))
    crowd = preferred([1.0, *[0.9] * 48, 0.0], [0.0, *[0.3] * 49])
    assert crowd[:2] == [1, 0]


def test_what_holds_from_a_day_on_is_of_later_years_too_and_less_so_than_what_began_then() -> None:
    period = Period(words="this year", since=date(2026, 1, 1), until=date(2026, 12, 31))
    texts = [{"valid_from": "2024-05-01"}, {"valid_from": "2026-02-01"}, {"date": "2024-05-01"}]
    worth = preferences(period, [dated(one, "", date(2020, 1, 1)) for one in texts], TODAY)
    assert worth[1] > worth[0] > worth[2] == 0
