"""Say what PostgreSQL does not keep of JSON, before it is asked to."""

import math
from typing import Any

DEEPEST = 50


def fault_of(value: Any, depth: int = 0) -> str:
    """Return why jsonb refuses a JSON value, in plain words; empty where it takes it."""
    if depth > DEEPEST:
        return f"Expected at most {DEEPEST} objects and lists inside each other."
    if isinstance(value, str):
        return _fault_of_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "Expected numbers that are finite."
    inside = (
        [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    )
    return next((fault for item in inside if (fault := fault_of(item, depth + 1))), "")


def _fault_of_text(text: str) -> str:
    if "\x00" in text:
        return "Expected text without null characters."
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "Expected text without halves of surrogate pairs."
    return ""
