"""A filter stays within what one statement can hold."""

import pytest

from documents.search.filters import MAX_VALUES, MAX_VALUES_TOGETHER, compile_filter, read_filter
from project.kernel.errors import Invalid

MOST_LISTS = MAX_VALUES_TOGETHER // MAX_VALUES


def lists(number: int) -> dict[str, list[int]]:
    """Return a filter of as long lists as may be."""
    return {f"key{i}": list(range(MAX_VALUES)) for i in range(number)}


def test_as_many_values_as_a_statement_holds() -> None:
    _, parameters = compile_filter(read_filter(lists(MOST_LISTS)))
    assert len(parameters) < 65_535 // 4


def test_more_values_than_a_statement_holds() -> None:
    with pytest.raises(Invalid) as refused:
        read_filter(lists(MOST_LISTS + 1))
    assert refused.value.errors[0].code == "too_many"
