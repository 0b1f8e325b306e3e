"""Read the filter of a search and compile it to conditions on a document's metadata."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted

PREFIX = "metadata."
COMPARISONS = {"gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}
MAX_CONDITIONS = 50
MAX_VALUES = 500
# All lists together: each value is bound several times, and a statement has at most 65 535 parameters.
MAX_VALUES_TOGETHER = 2_000


@dataclass(frozen=True)
class Condition:
    """Ask of one metadata key: any of `values`, or, with an operator, a comparison with the only one."""

    key: str
    values: tuple[Any, ...]
    operator: str = "="


def read_filter(wanted: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Return the conditions, all of which must hold; raise Invalid, which says where the filter is wrong.

    `{"year": 2026, "language": ["en", "de"], "reviewed": {"gte": "2026-01-01"}}`: equality, lists, ranges. A value
    that is a list in the metadata matches when it contains the one asked for.
    """
    conditions: list[Condition] = []
    wrong: list[FieldError] = []
    for name, value in wanted.items():
        found = _read_one(name, value)
        for item in found:
            (wrong if isinstance(item, FieldError) else conditions).append(item)  # type: ignore[arg-type]  # by class
    if len(conditions) > MAX_CONDITIONS:
        wrong.append(FieldError("filter", "too_many", f"Expected at most {MAX_CONDITIONS} conditions."))
    if sum(len(condition.values) for condition in conditions) > MAX_VALUES_TOGETHER:
        wrong.append(
            FieldError("filter", "too_many", f"Expected at most {MAX_VALUES_TOGETHER} values together.")
        )
    if wrong:
        raise Invalid("The filter is not as expected.", errors=wrong)
    return tuple(conditions)


def refuse_unknown(collections: Iterable[str], seen: Iterable[str]) -> None:
    """Raise Invalid where a collection was asked for that is not among those that are seen."""
    if missing := set(collections).difference(seen):
        detail = f"There is no collection {quoted(min(missing))}."
        raise Invalid(detail, errors=[FieldError("collections", "unknown_collection", detail)])


def _read_one(name: str, value: Any) -> Iterator[Condition | FieldError]:
    field, key = f"filter.{name}", name.removeprefix(PREFIX)
    if not key:
        yield FieldError(field, "empty_key", "Expected the name of a metadata key.")
    elif isinstance(value, Mapping):
        yield from _read_range(field, key, value)
    elif isinstance(value, list):
        yield _read_list(field, key, value)
    elif _is_scalar(value):
        yield Condition(key, (value,))
    else:
        yield FieldError(
            field, "invalid_value", "Expected text, a number, true, false, a list of these or a range."
        )


def _read_list(field: str, key: str, values: list[Any]) -> Condition | FieldError:
    if not 1 <= len(values) <= MAX_VALUES or not all(_is_scalar(value) for value in values):
        return FieldError(field, "invalid_list", f"Expected 1 to {MAX_VALUES} texts, numbers, true or false.")
    return Condition(key, tuple(values))


def _read_range(field: str, key: str, bounds: Mapping[str, Any]) -> Iterator[Condition | FieldError]:
    if not bounds:
        yield FieldError(field, "empty_range", f"Expected one of {', '.join(COMPARISONS)}.")
    for name, bound in bounds.items():
        if name not in COMPARISONS:
            yield FieldError(
                f"{field}.{name}", "unknown_operator", f"Expected one of {', '.join(COMPARISONS)}."
            )
        elif isinstance(bound, bool) or not isinstance(bound, str | int | float):
            yield FieldError(f"{field}.{name}", "invalid_bound", "Expected a number or text, such as a date.")
        else:
            yield Condition(key, (bound,), COMPARISONS[name])


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def compile_filter(conditions: tuple[Condition, ...]) -> tuple[str, list[Any]]:
    """Return SQL over a document `d` and its parameters; empty where nothing is asked."""
    parts: list[str] = []
    parameters: list[Any] = []
    for condition in conditions:
        value = "(d.metadata -> %s::text)"
        if condition.operator == "=":
            parts.append("(" + " OR ".join(f"{value} @> %s::jsonb" for _ in condition.values) + ")")
            for wanted in condition.values:
                parameters += [condition.key, Jsonb(wanted)]
        else:
            same_type = f"jsonb_typeof({value}) = jsonb_typeof(%s::jsonb)"
            parts.append(f"({same_type} AND {value} {condition.operator} %s::jsonb)")
            bound = Jsonb(condition.values[0])
            parameters += [condition.key, bound, condition.key, bound]
    return " AND ".join(parts), parameters
