"""Say in Python what a filter means, to hold the SQL against."""

import operator
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from documents.filtering.fields import FIELDS, Kind
from documents.filtering.tree import (
    Begins,
    Every,
    Holds,
    Namespace,
    Node,
    Not,
    OneOf,
    Present,
    Range,
    Some,
    Span,
)

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
MISSING = object()
MOMENT = re.compile(
    r"((?!0000)\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"(?:[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,6})?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?",
    re.ASCII,
)


def holds(node: Node, document: Mapping[str, Any]) -> bool:
    """Say whether a filter leaves a document, given as its metadata, properties and fields."""
    match node:
        case Every(parts):
            return all(holds(part, document) for part in parts)
        case Some(parts):
            return any(holds(part, document) for part in parts)
        case Not(part):
            return not holds(part, document)
    if node.key.namespace is Namespace.FIELD:
        return _field_holds(node, FIELDS[node.key.name], document.get(node.key.name, MISSING))
    where = "metadata" if node.key.namespace is Namespace.METADATA else "properties"
    return _json_holds(node, document.get(where, {}).get(node.key.name, MISSING))


def _json_holds(node: Any, value: Any) -> bool:
    if value is MISSING or value is None:
        return False
    match node:
        case Present():
            return True
        case OneOf(_, wanted):
            return any(_same(one, value) or _has(value, one) for one in wanted)
        case Holds(_, wanted):
            return _has(value, wanted) or (
                isinstance(wanted, str) and isinstance(value, str) and wanted in value
            )
        case Begins(_, start):
            return isinstance(value, str) and value.startswith(start)
        case Range(_, sign, bound):
            return _compares(sign, value, bound)
    raise AssertionError(node)


def _has(value: Any, wanted: Any) -> bool:
    return isinstance(value, list) and any(_same(wanted, one) for one in value)


def _same(one: Any, other: Any) -> bool:
    return _kind(one) is _kind(other) and bool(one == other)


def _kind(value: Any) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _compares(sign: str, value: Any, bound: Any) -> bool:
    compare = COMPARE[sign]
    if isinstance(bound, Span):
        is_date = isinstance(value, str) and re.match(r"\d{4}(-|$)", value, re.ASCII)
        return bool(is_date) and compare(value[: len(bound.text)], bound.text)
    if isinstance(bound, datetime):
        moment = _moment(value) if isinstance(value, str) else None
        return moment is not None and compare(moment, bound)
    return _kind(value) is _kind(bound) and _kind(value) is not bool and bool(compare(value, bound))


def _moment(text: str) -> datetime | None:
    found = MOMENT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, part, sign, hours, minutes = found.groups()
    begin = datetime(int(year), int(month), 1, tzinfo=UTC) + timedelta(days=int(day) - 1)
    zone = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    seconds = float((second or "0") + (part or ""))
    return begin + timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=seconds) - zone


def _field_holds(node: Any, kind: Kind, value: Any) -> bool:
    if value is MISSING or value is None:
        return False
    if kind is Kind.DATE:
        return _date_holds(node, value)
    match node:
        case Range(_, sign, int(bound)):
            return bool(COMPARE[sign](value, bound))
        case Holds(_, wanted):
            return wanted in value
        case OneOf(_, wanted) if kind is Kind.TYPE:
            return any(one in value for one in wanted)
    return _json_holds(node, value)


def _date_holds(node: Any, value: datetime) -> bool:
    match node:
        case OneOf(_, wanted):
            return any(_begin(one) <= value < _end(one) for one in wanted)
        case Range(_, sign, bound):
            if isinstance(bound, datetime):
                return bool(COMPARE[sign](value, bound))
            edge = _end(bound) if sign in {">", "<="} else _begin(bound)
            return {"<": value < edge, "<=": value < edge, ">": value >= edge, ">=": value >= edge}[sign]
    return True


def _begin(span: Any) -> datetime:
    return span if isinstance(span, datetime) else datetime.combine(span.begin, time(), UTC)


def _end(span: Any) -> datetime:
    return span if isinstance(span, datetime) else datetime.combine(span.end, time(), UTC)
