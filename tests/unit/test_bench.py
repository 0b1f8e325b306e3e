"""A measurement that needs the open data is left out where there is none, and the others go on."""

import json
from pathlib import Path

import pytest

from tests.bench import corpora

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
