"""A ranking server that fails is named, asked no longer than allowed, and followed nowhere."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from documents.ranking.create import create_ranker
from documents.ranking.ranker import RankerDown
from documents.ranking.served import TEXTS_AT_ONCE, ServedRanker
from tests.fakes.ranker import passage
from tests.fakes.tei_ranker import RankingTei, ranking

Served = Callable[..., ServedRanker]
FOUND = [passage("the car park", 1), passage("parental leave", 2, title="Leave")]


@pytest.fixture
def tei() -> Iterator[RankingTei]:
    with ranking(RankingTei()) as served:
        yield served


@pytest.fixture
def served(tei: RankingTei) -> Iterator[Served]:
    made: list[ServedRanker] = []

    def serve(seconds: float = 5.0) -> ServedRanker:
        made.append(ServedRanker(tei.url, key="sesame", seconds=seconds))
        return made[-1]

    yield serve
    for ranker in made:
        ranker.close()


def test_it_asks_as_the_servers_interface_has_it(tei: RankingTei, served: Served) -> None:
    ranker = served()
    car, leave = ranker.scores("parental leave", FOUND)
    assert leave > car
    assert tei.bodies == [
        {"query": "parental leave", "texts": ["the car park", "Leave\nparental leave"], "truncate": True}
    ]
    assert tei.keys == ["Bearer sesame"]
    assert ranker.name == "example/ranker-fca14538aa99"


def test_many_texts_are_asked_for_in_parts(tei: RankingTei, served: Served) -> None:
    many = [passage(f"leave {n}", n + 1) for n in range(TEXTS_AT_ONCE + 3)]
    assert len(served().scores("leave", many)) == len(many)
    assert [len(body["texts"]) for body in tei.bodies] == [TEXTS_AT_ONCE, 3]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"error": "overloaded"},
        [],
        [{"index": 0, "score": 1.0}],
        [{"index": 0, "score": 1.0}, {"index": 7, "score": 0.5}],
        [{"index": 0, "score": "much"}, {"index": 1, "score": 0.5}],
        [1, 2],
        "scores",
    ],
)
def test_garbage_is_refused(tei: RankingTei, served: Served, said: Any) -> None:
    tei.said = said
    with pytest.raises(RankerDown, match=r"127\.0\.0\.1"):
        served().scores("leave", FOUND)


@pytest.mark.parametrize("status", [301, 401, 413, 424, 429, 500, 503])
def test_an_error_is_named_and_a_redirect_not_followed(tei: RankingTei, served: Served, status: int) -> None:
    tei.status, tei.headers = status, {"Location": f"{tei.url}/elsewhere"}
    with pytest.raises(RankerDown, match=f"answered {status}"):
        served().scores("leave", FOUND)
    assert len(tei.bodies) == 1


def test_a_server_that_hangs_is_given_up(tei: RankingTei, served: Served) -> None:
    tei.pause_seconds = 2.0
    begun = time.monotonic()
    with pytest.raises(RankerDown, match="Timeout"):
        served(0.2).scores("leave", FOUND)
    assert time.monotonic() - begun < 1.5


def test_nobody_listening_is_named() -> None:
    ranker = ServedRanker("http://127.0.0.1:9", seconds=1)
    with pytest.raises(RankerDown, match="no scores"):
        ranker.scores("leave", FOUND)
    ranker.close()


def test_an_answer_without_end_is_cut_off(tei: RankingTei, served: Served) -> None:
    tei.said = ["x" * 2_000_000]
    with pytest.raises(RankerDown, match="without end"):
        served().scores("leave", FOUND)


@pytest.mark.parametrize("kind", ["onnx", "sentence-transformers"])
def test_a_folder_without_a_model_is_named(tmp_path: Path, kind: str) -> None:
    if kind == "sentence-transformers":
        pytest.importorskip("sentence_transformers")
    ranker = create_ranker(f"{kind}:{tmp_path}", seconds=1)
    assert ranker is not None
    with pytest.raises(RankerDown, match="cannot be loaded"):
        ranker.scores("leave", FOUND)


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "tokenizer.json").write_text("{}")
    ranker = create_ranker(f"onnx:{tmp_path}", seconds=1)
    assert ranker is not None
    with pytest.raises(RankerDown, match="cannot be loaded"):
        ranker.scores("leave", FOUND)


def test_no_setting_is_no_ranker() -> None:
    assert create_ranker("", seconds=1) is None
