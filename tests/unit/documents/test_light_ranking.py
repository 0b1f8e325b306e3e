"""The light ranker: features that say what they should, weights that are learned, and kept only where they help."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from documents.ranking.features import FEATURES, describe
from documents.ranking.fitting import Case, fit
from documents.ranking.judging import compare, compare_kinds, gains, standing
from documents.ranking.light import SHIPPED, Learned, LightRanker, shipped
from documents.ranking.own import LEAST_CASES, train
from documents.ranking.ranker import RankerDown
from documents.ranking.tokens import TokenVectors, load_tokens
from tests.fakes.ranker import passage
from tests.fakes.tokens import BY_COVERAGE as OWN
from tests.fakes.tokens import tiny_tokens


@pytest.fixture
def tokens(tmp_path: Path) -> TokenVectors:
    return tiny_tokens(tmp_path)


def feature(name: str, question: str, tokens: TokenVectors, *texts: str) -> list[float]:
    found = [passage(text, number) for number, text in enumerate(texts, start=1)]
    column: list[float] = describe(question, found, tokens)[:, FEATURES.index(name)].round(3).tolist()
    return column


def test_coverage_is_the_share_of_what_the_words_tell(tokens: TokenVectors) -> None:
    """A word in each passage weighs ten times as much as "the"."""
    held = feature("coverage", "the parental leave", tokens, "parental leave", "leave", "the park", "")
    assert held == pytest.approx([0.952, 0.476, 0.048, 0.0], abs=1e-3)


def test_a_word_that_means_nearly_the_same_is_near_but_no_match(tokens: TokenVectors) -> None:
    assert feature("tokens", "leave", tokens, "holiday", "car") == pytest.approx([0.8, 0.0], abs=1e-3)
    assert feature("coverage", "leave", tokens, "holiday", "leave") == [0.0, 1.0]


def test_the_best_sentence_holds_more_than_words_that_lie_apart(tokens: TokenVectors) -> None:
    together, apart = feature(
        "sentence", "parental leave", tokens, "car . parental leave", "parental . leave"
    )
    assert (together, apart) == (1.0, 0.5)


def test_words_side_by_side_are_told_from_words_that_are_not(tokens: TokenVectors) -> None:
    assert feature("pairs", "parental leave", tokens, "parental leave", "leave parental") == [1.0, 0.0]


def test_a_heading_counts_for_its_passage(tokens: TokenVectors) -> None:
    found = [
        passage("twelve weeks", 1, title="Parental leave".lower()),
        passage("twelve weeks", 2, title="car"),
    ]
    described = describe("parental leave", found, tokens)
    assert described[0, FEATURES.index("heading")] > described[1, FEATURES.index("heading")]
    assert described[0, FEATURES.index("coverage")] == 1.0


def test_the_fusions_scale_does_not_matter(tokens: TokenVectors) -> None:
    scales = [
        describe("leave", [passage("leave", n, fused=high * n) for n in (1, 2, 3)], tokens)
        for high in (0.1, 10)
    ]
    assert np.allclose(scales[0][:, 0], scales[1][:, 0])


@pytest.mark.parametrize("texts", [(), ("",), ("[UNK] zzz", "")])
def test_odd_passages_have_finite_features(tokens: TokenVectors, texts: tuple[str, ...]) -> None:
    found = [passage(text, number) for number, text in enumerate(texts, start=1)]
    for question in ("leave", "", "zzz"):
        assert describe(question, found, tokens).shape == (len(texts), len(FEATURES))
        assert np.isfinite(describe(question, found, tokens)).all()


def test_it_ranks_by_its_weights(tokens: TokenVectors) -> None:
    car, leave = LightRanker(OWN, tokens).scores(
        "parental leave", [passage("car"), passage("parental leave")]
    )
    assert leave > car


def test_weights_of_other_vectors_are_refused(tokens: TokenVectors) -> None:
    with pytest.raises(RankerDown, match="trained with other-1"):
        LightRanker(Learned(name="x", weights=OWN.weights, tokens="other-1"), tokens)


def test_missing_vectors_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(RankerDown, match=r"project\.embedded\.models"):
        load_tokens(tmp_path / "tokens.npz", tmp_path / "tokenizer.json")


@pytest.mark.parametrize(
    "record", [{}, {"weights": {"fused": 1}}, {"weights": []}, {"weights": {"odd": 1.0}}]
)
def test_a_record_of_other_features_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(RankerDown, match="record"):
        Learned.stored({"name": "x", "tokens": "t", "languages": ["en"], "is_on": True, **record})


def cases(count: int, column: int, seed: int = 1) -> list[Case]:
    """Return questions whose answer is told by one feature, before which the order is by chance."""
    draw = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        features = draw.random((10, len(FEATURES))).astype(np.float32)
        best = int(features[:, column].argmax())
        owners = tuple(f"o{n}" for n in range(10))
        made.append(Case(kind="", features=features, owners=owners, grades={f"o{best}": 1}))
    return made


def test_what_tells_is_weighed_and_the_same_cases_give_the_same_weights() -> None:
    weights = fit(cases(60, 3))
    assert weights.argmax() == 3
    assert (weights >= 0).all()
    assert (weights == fit(cases(60, 3))).all()


def test_a_feature_that_speaks_against_is_left_out_rather_than_turned() -> None:
    turned = [
        Case(kind="", features=1 - case.features, owners=case.owners, grades=case.grades)
        for case in cases(60, 3)
    ]
    assert fit(turned)[3] == 0


def test_the_verdict_has_bounds_that_hold_the_difference() -> None:
    held_out = cases(50, 3, seed=2)
    verdict = compare(standing(held_out), gains(held_out, fit(cases(60, 3))))
    assert verdict.low < verdict.after - verdict.before < verdict.high
    assert verdict.low > 0


def test_a_tenants_ranker_is_kept_where_it_beats_the_shipped_one() -> None:
    trial = train(cases(80, 5), OWN)
    assert trial.record is not None
    assert Learned.stored(trial.record).weights[5] > OWN.weights[5]
    assert trial.record["name"].startswith("own-")


def test_a_tenants_ranker_is_not_kept_where_it_helps_by_chance() -> None:
    by_chance = [
        Case(kind="", features=case.features, owners=case.owners, grades={f"o{n % 10}": 1})
        for n, case in enumerate(cases(60, 5))
    ]
    assert train(by_chance, OWN).record is None


def test_few_judgements_teach_nothing() -> None:
    trial = train(cases(LEAST_CASES - 1, 5), OWN)
    assert (trial.record, trial.verdict) == (None, None)
    assert str(LEAST_CASES) in trial.reason
    assert train(cases(1, 5), OWN).reason.endswith("there is 1.")


def test_where_the_shipped_one_is_off_the_order_before_is_to_be_beaten() -> None:
    right_already = [
        Case(kind="", features=case.features, owners=owners, grades=case.grades)
        for case in cases(80, 5)
        for owners in [tuple(sorted(case.owners, key=lambda owner: owner not in case.grades))]
    ]
    # The features tell nothing of where the answers stand now, which is first.
    trial = train(right_already, replace(OWN, is_on=False))
    assert trial.record is None
    assert trial.verdict is not None
    assert trial.verdict.before == 1
    assert "fusion" in trial.reason


def test_each_kind_of_sets_counts_alike_in_the_mean() -> None:
    many, few = (np.zeros(300), np.full(300, 0.1)), (np.full(10, 0.5), np.full(10, 0.4))
    verdict = compare_kinds([many, few])
    assert (verdict.questions, verdict.before) == (310, 0.25)
    assert verdict.after == pytest.approx(0.25)
    assert verdict.low == pytest.approx(0)


def test_the_shipped_ranker_is_on_only_where_it_surely_helped_elsewhere() -> None:
    learned, trained = shipped(), json.loads(SHIPPED.read_text())["training"]
    assert learned.is_on == (
        trained["overall"]["low"] > 0 and all(one["high"] >= 0 for one in trained["elsewhere"].values())
    )
    assert all(weight >= 0 for weight in learned.weights)
