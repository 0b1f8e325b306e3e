"""A model that is missing skips a test on a laptop, and fails it where everything is said to be there."""

from typing import Any

import pytest

from documents.embedding.types import ModelMissing
from tests import needs


def missing() -> None:
    raise ModelMissing("make it")


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_model_fails_in_ci_alone(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: Any) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="make it"):
        needs.loaded(missing)
