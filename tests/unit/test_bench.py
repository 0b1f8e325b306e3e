"""A measurement that needs the open data is left out where there is none, and the others go on."""

import json
from pathlib import Path

import pytest

from tests.bench import corpora
from tests.bench.computing import Computed, medians

BENCHES = sorted(
    path for path in Path(corpora.__file__).parent.glob("*.py") if "__main__" in path.read_text("utf-8")
)


def test_without_data_a_bench_says_that_it_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(corpora, "DATA", tmp_path / "missing")
    with pytest.raises(SystemExit) as left:
        corpora.leave_without_data("search")
    assert left.value.code == 0
    assert json.loads(capsys.readouterr().out) == {"bench": "search", "skipped": "no RAGLAN_DATA"}


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.stem)
def test_every_bench_of_the_data_asks_for_it_first(bench: Path) -> None:
    source = bench.read_text("utf-8")
    if "tests.bench.corpora" in source:
        assert f'__main__":\n    leave_without_data("{bench.stem}")\n' in source


def test_figures_are_given_for_each_chunk_and_side_of_the_database() -> None:
    took = Computed(clock=2.0, client=0.3, server=0.1)
    assert took.per_chunk(100) == {
        "chunks_per_second": 50.0,
        "client_cpu_ms": 3.0,
        "postgresql_cpu_ms": 1.0,
        "cpu_ms": 4.0,
    }


def test_one_slow_run_of_three_changes_no_median() -> None:
    assert medians([{"ratio": 0.97}, {"ratio": 0.5}, {"ratio": 0.98}]) == {"ratio": 0.97}
