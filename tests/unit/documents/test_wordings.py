"""What was found in other words is ranked by those words, too."""

from documents.ranking.wordings import InAnyWords
from tests.fakes.ranker import FakeRanker, passage

FOUND = (passage("pto rules", 1), passage("paid time off rules", 2), passage("garden", 3))


def test_each_passage_has_the_best_score_of_all_wordings() -> None:
    ranker = InAnyWords(FakeRanker(), ["rules of paid time off"])
    assert list(ranker.scores("pto rules", FOUND)) == [2.0, 4.0, 0.0]
    assert ranker.name == "fake-1"


def test_without_other_words_the_ranker_is_asked_once() -> None:
    fake = FakeRanker()
    assert list(InAnyWords(fake, []).scores("pto rules", FOUND)) == [2.0, 1.0, 0.0]
    assert fake.asked == 1
