"""Both legs of a search count by how well their finds fit, not by their rank."""

import pytest

from documents.lexical.bm25 import ceiling, inverse_document_frequency, term_weight
from documents.ranking.fusion import fuse


def order(*, dense: dict[str, float], lexical: dict[str, float], lexical_ceiling: float) -> list[str]:
    return [one.key for one in fuse(dense, lexical, lexical_ceiling=lexical_ceiling)]


def test_what_both_legs_found_comes_first() -> None:
    found = order(
        dense={"both": 0.6, "dense": 0.6}, lexical={"both": 5.0, "lexical": 5.0}, lexical_ceiling=10
    )
    assert found[0] == "both"


def test_everything_that_either_leg_found_is_kept() -> None:
    assert set(order(dense={"a": 0.5}, lexical={"b": 1.0}, lexical_ceiling=10)) == {"a", "b"}


def test_a_leg_in_which_nothing_fits_weighs_little() -> None:
    # The lexical leg's best shares one common word with the question.
    assert order(dense={"a": 0.7, "b": 0.2}, lexical={"b": 0.5}, lexical_ceiling=20) == ["a", "b"]


def test_a_chunk_without_a_cosine_is_no_better_than_the_worst_that_has_one() -> None:
    found = fuse({"a": 0.7, "b": 0.4}, {"c": 1.0, "b": 1.0}, lexical_ceiling=10)
    assert {one.key: one.score for one in found}["b"] == pytest.approx(
        {one.key: one.score for one in found}["c"]
    )


def test_one_leg_alone_keeps_its_order() -> None:
    assert order(dense={}, lexical={"a": 1.0, "b": 3.0}, lexical_ceiling=10) == ["b", "a"]
    assert order(dense={"a": 0.1, "b": 0.3}, lexical={}, lexical_ceiling=0) == ["b", "a"]


def test_what_each_leg_said_is_kept() -> None:
    (found,) = fuse({"a": 0.5}, {}, lexical_ceiling=10)
    assert (found.dense, found.lexical) == (0.5, None)


def test_the_ceiling_is_never_passed() -> None:
    idf = inverse_document_frequency(1000, 3)
    assert idf * term_weight(10_000, 10, 100.0) < ceiling([idf])


def test_a_term_that_all_chunks_hold_still_counts_for_something() -> None:
    assert 0 < inverse_document_frequency(1000, 1000) < inverse_document_frequency(1000, 1)


def test_what_a_full_lexical_leg_did_not_bring_is_not_taken_for_nothing() -> None:
    lexical = {"a": 5.0, "b": 4.0}
    full = {one.key: one.score for one in fuse({"c": 0.5}, lexical, lexical_ceiling=10, depth=2)}
    other = {one.key: one.score for one in fuse({"c": 0.5}, lexical, lexical_ceiling=10, depth=3)}
    assert full["c"] > other["c"]
    assert full["c"] < full["b"]


def test_a_collection_with_weights_of_its_own_is_fused_by_them() -> None:
    found = fuse(
        {"a": 0.9, "b": 0.9}, {"a": 0.1, "b": 0.1}, lexical_ceiling=10, dense_share=0.1, own_shares={"b": 0.9}
    )
    assert [one.key for one in found] == ["b", "a"]
