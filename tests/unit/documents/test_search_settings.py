"""Settings of a search: what is stored is read whatever else stands there, what is changed is checked."""

import pytest

from documents.search.settings import SearchSettings
from project.kernel.errors import Invalid


def test_what_is_not_stored_is_as_by_default_and_what_is_not_known_is_passed_over() -> None:
    assert SearchSettings.stored(None) == SearchSettings()
    assert SearchSettings.stored({"candidates": 80, "of_another_day": True}) == SearchSettings(candidates=80)


def test_a_change_leaves_the_rest() -> None:
    assert SearchSettings(candidates=80).changed({}) == SearchSettings(candidates=80)
    assert SearchSettings().changed({"candidates": 80}).candidates == 80


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        ({"candidate": 80}, "unknown_field", "no setting"),
        ({"candidates": "80"}, "invalid_value", "a whole number"),
        ({"candidates": True}, "invalid_value", "a whole number"),
        ({"candidates": 5}, "out_of_range", "10 to 500"),
    ],
)
def test_a_wrong_change_is_named(changes: dict[str, object], code: str, expected: str) -> None:
    with pytest.raises(Invalid) as refused:
        SearchSettings().changed(changes)
    (error,) = refused.value.errors
    assert (error.field, error.code) == (next(iter(changes)), code)
    assert expected in error.detail
