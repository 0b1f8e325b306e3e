"""A leg of which little is to be expected for a question weighs little, and a tenant's judged questions move that."""

import numpy as np
import pytest

from documents.ranking.learning import Judged, judged, learn_weights
from documents.ranking.weighing import DEFAULT_WEIGHTS, Evidence, Weights, gather

PLAIN = Evidence()


def share(**told: float) -> float:
    return DEFAULT_WEIGHTS.dense_share(Evidence(**told))


def gathered(asked: tuple[str, ...], found: list[float], *, is_read: bool = True) -> Evidence:
    return gather(
        asked=asked, found_weights=found, lexical=[4.0, 3.0, 1.0], ceiling=sum(found), is_read=is_read
    )


def case(*, dense_is_right: bool) -> Judged:
    """Make a question of which one leg puts the answer first and the other something else."""
    right, wrong = np.array([0.6, 0.4]), np.array([0.4, 0.6])
    return Judged(
        evidence=PLAIN,
        by_meaning=right if dense_is_right else wrong,
        by_words=wrong if dense_is_right else right,
        grades=np.array([1.0, 0.0]),
    )


def test_a_language_that_the_embedder_does_not_read_leans_on_words() -> None:
    assert share(unread=1.0) < 0.2 < share() < 0.5


def test_words_that_no_text_holds_lean_on_meaning() -> None:
    assert share(unknown=0.5**2) > 0.7
    # One of five is usual.
    assert abs(share(unknown=0.2**2) - share()) < 0.07


def test_a_best_match_far_above_the_others_leans_on_words() -> None:
    assert share(lead=0.4) < share(lead=0.1) < share()


def test_a_nearest_text_far_nearer_than_the_others_leans_on_meaning() -> None:
    assert share(nearer=0.3) > share(nearer=0.1) > share()
    # A lead of either leg is taken back by one of the other.
    assert abs(share(nearer=0.3, lead=0.2) - share()) < 0.01


def test_the_nearest_is_compared_with_the_tenth_within_what_the_model_can_tell() -> None:
    cosines = [0.9 - 0.01 * place for place in range(50)]
    told = gather(
        asked=(),
        found_weights=[],
        lexical=[],
        ceiling=0.0,
        is_read=True,
        dense=cosines[::-1],
        unrelated_cosine=0.7,
    )
    assert told.nearer == pytest.approx(0.09 / 0.3)


def test_a_nearest_among_opposites_is_nearer_by_no_more_than_all() -> None:
    told = gather(
        asked=(),
        found_weights=[],
        lexical=[],
        ceiling=0.0,
        is_read=True,
        dense=[0.9, -0.5],
        unrelated_cosine=0.7,
    )
    assert told.nearer == 1.0


def test_codes_alone_have_no_meaning() -> None:
    assert gathered(("sop-77", "77"), [5.0, 4.0]).codes == 1.0
    assert gathered(("sop-77", "77", "printer"), [5.0, 4.0, 3.0]).codes == 0.0
    assert share(codes=1.0) < 0.15


def test_the_evidence_is_read_from_what_was_found() -> None:
    told = gathered(("gym", "fee", "refund", "yesterday"), [5.0, 3.0], is_read=False)
    assert told.unread == 1.0
    assert told.unknown == pytest.approx(0.25)
    assert told.lead == pytest.approx((4.0 - 1.0) / 8.0)


def test_a_question_without_terms_says_nothing() -> None:
    nothing = gather(asked=(), found_weights=[], lexical=[], ceiling=0.0, is_read=True)
    assert nothing == Evidence()


def test_no_evidence_gives_either_leg_no_voice_at_all() -> None:
    extreme = Weights(dense=1000.0)
    assert 0.99 < extreme.dense_share(PLAIN) < 1
    assert 0 < Weights(dense=-1000.0).dense_share(PLAIN) < 0.01


def test_what_is_stored_comes_back_and_unknown_names_are_passed_over() -> None:
    assert Weights.stored({"dense": 1, "gone": 7}) == Weights(dense=1.0)


def test_many_judged_questions_move_the_weights_to_the_leg_that_is_right() -> None:
    assert learn_weights([case(dense_is_right=True)] * 200).dense_share(PLAIN) > share() + 0.15
    assert learn_weights([case(dense_is_right=False)] * 200).dense_share(PLAIN) < share() - 0.15


def test_ten_questions_move_them_little() -> None:
    ten = learn_weights([case(dense_is_right=True)] * 10).dense_share(PLAIN)
    many = learn_weights([case(dense_is_right=True)] * 200).dense_share(PLAIN)
    assert share() < ten < share() + 0.1 < many


def test_questions_without_a_relevant_candidate_teach_nothing() -> None:
    nothing = Judged(
        evidence=PLAIN, by_meaning=np.array([0.5]), by_words=np.array([0.1]), grades=np.array([0.0])
    )
    assert learn_weights([nothing] * 50) == DEFAULT_WEIGHTS
    assert learn_weights([]) == DEFAULT_WEIGHTS


def test_a_question_is_learned_from_by_the_scores_that_fusion_adds() -> None:
    made = judged(
        evidence=PLAIN,
        dense={"a": 0.5, "b": 0.4},
        lexical={"b": 2.5},
        grades={"b": 1},
        lexical_ceiling=10.0,
        unrelated_cosine=0.0,
        depth=50,
    )
    told = {
        grade: (meaning, words)
        for grade, meaning, words in zip(made.grades, made.by_meaning, made.by_words, strict=True)
    }
    assert told == {0.0: (0.5, 0.0), 1.0: (0.4, 0.5)}
