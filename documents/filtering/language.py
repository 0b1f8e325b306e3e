"""Read the filter language: JSON to a tree, or what is wrong with it and where."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from documents.filtering.dates import EXPECTED_DATE, read_date
from documents.filtering.fields import (
    CHUNK_PREFIX,
    FIELDS,
    ORDERED,
    PREFIX,
    SEARCHED,
    Kind,
    expected_of,
    value_of,
)
from documents.filtering.tree import (
    Begins,
    Every,
    Holds,
    Key,
    Namespace,
    Node,
    Not,
    OneOf,
    Person,
    Present,
    Range,
    Scalar,
    Some,
)
from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import said_of

COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
OPERATORS = ("eq", "ne", "in", "not_in", *COMPARISONS, "exists", "contains", "starts_with")
CONNECTIVES = ("and", "or", "not")
MAX_CONDITIONS = 50
MAX_DEPTH = 8
MAX_VALUES = 500
# All lists together: a statement has at most 65 535 parameters.
MAX_VALUES_TOGETHER = 2_000
MAX_CHARACTERS = 2_000
MAX_ERRORS = 20


class _Wrong(Exception):
    """Leave a condition that cannot be read."""

    def __init__(self, path: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.error = FieldError(path, code, detail)


@dataclass
class _Reader:
    """Read one filter: count what it holds, and note what is wrong."""

    now: datetime
    conditions: int = 0
    values: int = 0
    wrong: list[FieldError] = field(default_factory=list)

    def noted(self, read: Callable[[], Node]) -> Node:
        """Return what is read, or note why it cannot be."""
        try:
            return read()
        except _Wrong as wrong:
            self.wrong.append(wrong.error)
            return Every(())


def read_tree(wanted: Mapping[str, Any], *, now: datetime | None = None) -> Node:
    """Return the tree of a filter; raise Invalid, which says where the filter is wrong and what was expected.

    `{"year": 2026, "or": [{"team": ["it", "hr"]}, {"document.updated_at": {"gte": "-30d"}}]}`: all of an object must
    hold. See docs/api.md.
    """
    reader = _Reader(now or datetime.now(UTC))
    tree = _object(reader, "filter", wanted, 0)
    if reader.conditions > MAX_CONDITIONS:
        reader.wrong.append(
            FieldError("filter", "too_many", f"Expected at most {MAX_CONDITIONS} conditions.")
        )
    if reader.values > MAX_VALUES_TOGETHER:
        detail = f"Expected at most {MAX_VALUES_TOGETHER} values together."
        reader.wrong.append(FieldError("filter", "too_many", detail))
    if reader.wrong:
        raise Invalid("The filter is not as expected.", errors=reader.wrong[:MAX_ERRORS])
    return tree


def _object(reader: _Reader, path: str, wanted: Mapping[str, Any], depth: int) -> Node:
    """Read an object, all of whose entries must hold; whatever is wrong in one, the others are read."""
    parts = [
        reader.noted(lambda name=name, value=value: _entry(reader, path, name, value, depth))  # type: ignore[misc]
        for name, value in wanted.items()
    ]
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _entry(reader: _Reader, path: str, name: str, value: Any, depth: int) -> Node:
    at = f"{path}.{name[:MAX_CHARACTERS]}"
    if name not in CONNECTIVES:
        return _conditions(reader, at, name, value)
    if depth >= MAX_DEPTH:
        raise _Wrong(at, "too_deep", f"Expected at most {MAX_DEPTH} of and, or and not inside each other.")
    if name == "not":
        return Not(_inner(reader, at, value, depth, name))
    if not isinstance(value, list) or not value:
        raise _Wrong(at, "invalid_list", f"Expected a list of filters.{_meant(name)}")
    if len(value) > MAX_CONDITIONS:
        raise _Wrong(at, "too_many", f"Expected at most {MAX_CONDITIONS} filters.")
    parts = tuple(
        reader.noted(
            lambda n=n, one=one: _inner(reader, f"{at}[{n}]", one, depth, name)  # type: ignore[misc]
        )
        for n, one in enumerate(value)
    )
    return Some(parts) if name == "or" else Every(parts)


def _inner(reader: _Reader, path: str, value: Any, depth: int, name: str) -> Node:
    if not isinstance(value, Mapping) or not value:
        raise _Wrong(path, "invalid_filter", f"Expected an object with conditions.{_meant(name)}")
    return _object(reader, path, value, depth + 1)


def _meant(name: str) -> str:
    return f" A key of the metadata that is called so is `metadata.{name}`."


def _conditions(reader: _Reader, path: str, name: str, value: Any) -> Node:
    """Read what is asked of one key: a value, a list of them, or an object of operators, all of which must hold."""
    key, kind = _key(path, name)
    if not isinstance(value, Mapping):
        operator = "in" if isinstance(value, list) else "eq"
        return _condition(reader, path, key, kind, operator, value)
    if not value:
        raise _Wrong(path, "empty_range", f"Expected one of {', '.join(OPERATORS)}.")
    parts = [
        reader.noted(
            lambda operator=operator, one=one: _condition(  # type: ignore[misc]
                reader, f"{path}.{str(operator)[:MAX_CHARACTERS]}", key, kind, operator, one
            )
        )
        for operator, one in value.items()
    ]
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _key(path: str, name: str) -> tuple[Key, Kind]:
    """Return what a key names; whatever has no prefix is a key of the metadata."""
    for namespace in (Namespace.METADATA, Namespace.PROPERTIES):
        if name.startswith(namespace):
            return _free(path, namespace, name.removeprefix(namespace)), Kind.ANY
    if not name.startswith((PREFIX, CHUNK_PREFIX)):
        return _free(path, Namespace.METADATA, name), Kind.ANY
    if name not in FIELDS:
        detail = said_of(name, (*FIELDS, f"{Namespace.PROPERTIES}NAME"))
        raise _Wrong(path, "unknown_field", f"{detail}{_meant(name[:80])}")
    return Key(Namespace.FIELD, name), FIELDS[name]


def _free(path: str, namespace: Namespace, name: str) -> Key:
    if not name:
        raise _Wrong(path, "empty_key", "Expected the name of a key.")
    _storable(path, name)
    return Key(namespace, name)


def _condition(reader: _Reader, path: str, key: Key, kind: Kind, operator: str, value: Any) -> Node:
    reader.conditions += 1
    if operator in {"eq", "ne"}:
        found: Node = OneOf(key, (_value(reader, path, kind, value),))
    elif operator in {"in", "not_in"}:
        found = OneOf(key, tuple(_values(reader, path, kind, value)))
    elif operator in COMPARISONS:
        found = _range(reader, path, key, kind, operator, value)
    elif operator == "exists":
        return _present(path, key, value)
    elif operator == "contains":
        return _holds(reader, path, key, kind, value)
    elif operator == "starts_with":
        return Begins(key, _text(path, kind, operator, value))
    else:
        raise _Wrong(path, "unknown_operator", _said_of_operator(str(operator)))
    return Not(found) if operator in {"ne", "not_in"} else found


def _said_of_operator(name: str) -> str:
    known = {"=": "eq", "==": "eq", "!=": "ne", "<>": "ne", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
    known |= {
        "nin": "not_in",
        "neq": "ne",
        "equals": "eq",
        "prefix": "starts_with",
        "startswith": "starts_with",
    }
    expected = f"Expected one of {', '.join(OPERATORS)}."
    if meant := known.get(name.strip().lstrip("$").lower()):
        return f"There is no operator `{name[:80]}` here. Did you mean `{meant}`? {expected}"
    if name.lstrip("$").lower() in OPERATORS:
        return (
            f"There is no operator `{name[:80]}` here. Did you mean `{name.lstrip('$').lower()}`? {expected}"
        )
    said = said_of(name, OPERATORS, "operator")
    return said if "Expected" in said else f"{said} {expected}"


def _present(path: str, key: Key, value: Any) -> Node:
    if not isinstance(value, bool):
        raise _Wrong(path, "invalid_value", "Expected true or false.")
    return Present(key) if value else Not(Present(key))


def _range(reader: _Reader, path: str, key: Key, kind: Kind, operator: str, value: Any) -> Node:
    if kind not in ORDERED:
        raise _Wrong(path, "not_ordered", f"{key.name} has no order: expected eq, ne, in, not_in or exists.")
    if kind is Kind.ANY:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _Wrong(path, "invalid_bound", "Expected a number or text, such as a date.")
        _storable(path, value)
        bound: Scalar = (read_date(value, reader.now) or value) if isinstance(value, str) else value
    else:
        bound = _value(reader, path, kind, value)
    return Range(key, COMPARISONS[operator], bound)


def _holds(reader: _Reader, path: str, key: Key, kind: Kind, value: Any) -> Node:
    if kind is not Kind.ANY:
        return Holds(key, _text(path, kind, "contains", value))
    if isinstance(value, list):
        return Every(tuple(Holds(key, one) for one in _values(reader, path, kind, value)))
    return Holds(key, _value(reader, path, kind, value))


def _text(path: str, kind: Kind, operator: str, value: Any) -> str:
    if kind not in SEARCHED:
        raise _Wrong(path, "not_text", f"{operator} needs a text; expected eq, ne, in, not_in or exists.")
    if not isinstance(value, str) or not value:
        raise _Wrong(path, "invalid_value", "Expected text that is not empty.")
    _storable(path, value)
    return value


def _values(reader: _Reader, path: str, kind: Kind, values: Any) -> Iterator[Scalar]:
    if not isinstance(values, list) or not 1 <= len(values) <= MAX_VALUES:
        raise _Wrong(path, "invalid_list", f"Expected a list of 1 to {MAX_VALUES} values.")
    for n, value in enumerate(values):
        yield _value(reader, f"{path}[{n}]", kind, value)


def _value(reader: _Reader, path: str, kind: Kind, value: Any) -> Scalar:
    reader.values += 1
    if kind is Kind.ANY:
        if value is None:
            raise _Wrong(path, "invalid_value", 'Expected a value; for a missing one use {"exists": false}.')
        if not isinstance(value, str | int | float | bool):
            raise _Wrong(path, "invalid_value", "Expected text, a number, true or false.")
        _storable(path, value)
        return value
    if isinstance(value, str):
        _storable(path, value)
    is_date = kind is Kind.DATE
    found: Scalar | None
    found = read_date(value, reader.now) if is_date and isinstance(value, str) else value_of(kind, value)
    if found is None or (is_date and isinstance(found, str | int)):
        expected = EXPECTED_DATE if is_date else expected_of(kind)
        raise _Wrong(path, "invalid_value", f"Expected {expected}.")
    return Person(str(found), path) if kind is Kind.PERSON else found


def _storable(path: str, value: str | float) -> None:
    """Refuse what PostgreSQL cannot hold, and texts that are longer than any value should be."""
    if isinstance(value, str):
        if len(value) > MAX_CHARACTERS:
            raise _Wrong(path, "too_long", f"Expected at most {MAX_CHARACTERS} characters.")
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise _Wrong(path, "not_storable", "Expected text without null characters and half surrogates.")
    elif not isinstance(value, bool) and not _is_finite(value):
        raise _Wrong(path, "not_storable", "Expected a number of at most 308 digits.")


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
