"""What jsonb refuses is known before it is asked."""

import json
from typing import Any

import pytest

from project.kernel.storable import fault_of


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, True, "€ \U0001f600"]}, [], "", {"a": {"b": {}}}])
def test_what_jsonb_takes_has_no_fault(value: Any) -> None:
    assert not fault_of(value)


@pytest.mark.parametrize("text", [r'{"a": "\u0000"}', r'{"\ud800": 1}', "[[1e999]]", "[" * 60 + "]" * 60])
def test_what_jsonb_refuses_is_named(text: str) -> None:
    assert fault_of(json.loads(text)).startswith("Expected")
