"""Compile a filter to SQL: whatever a person wrote is a parameter, never a part of it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, TypeAlias, assert_never

from documents.filtering.fields import FIELDS, KNOWN_SUFFIXES, MEDIA_TYPES, SUFFIXES, Kind
from documents.filtering.tree import (
    Begins,
    Every,
    Holds,
    Key,
    Namespace,
    Node,
    Not,
    OneOf,
    Present,
    Range,
    Scalar,
    Some,
    Span,
)
from tenants.types import Actor

Condition: TypeAlias = tuple[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Say by which names a statement knows document, metadata and chunk; its version by a condition; and who asks."""

    actor: Actor
    document: str = "d"
    metadata: str = "d.metadata"
    version: str = "fv.id = c.version_id"
    chunk: str | None = "c"


def listed(actor: Actor) -> Rows:
    """Return the rows of a list of documents, each as its latest version is."""
    latest = "fv.document_id = document.id AND fv.number = document.latest_version"
    return Rows(actor=actor, document="document", metadata="document.metadata", version=latest, chunk=None)


_VERSION = "EXISTS (SELECT 1 FROM document_version fv WHERE {version} AND ({condition}))"
_COLUMNS = {
    "document.id": "{document}.id",
    "document.external_id": "{document}.external_id",
    "document.title": "{document}.title",
    "document.url": "nullif({document}.url, '')",
    "document.filename": "nullif(fv.filename, '')",
    "document.collection": "fk.slug",
    "document.source": "fs.name",
    "document.language": "nullif(fv.language, '')",
    "document.version": "fv.number",
    "document.pages": "fv.page_count",
    "document.owner": "{document}.owner_id",
    "document.created_at": "{document}.created_at",
    "document.updated_at": "{document}.updated_at",
    "document.review_on": "{document}.review_on",
    "document.expires_at": "{document}.expires_at",
    "chunk.page": "{chunk}.page",
}
# Where the column is of another table: how a row of it is looked for.
_AROUND = {
    "document.filename": _VERSION,
    "document.type": _VERSION,
    "document.language": _VERSION,
    "document.version": _VERSION,
    "document.pages": _VERSION,
    "document.collection": (
        "EXISTS (SELECT 1 FROM collection fk WHERE fk.id = {document}.collection_id AND ({condition}))"
    ),
    # Who was given a document alone does not learn from it where the others come from.
    "document.source": (
        "EXISTS (SELECT 1 FROM source_item fi JOIN source fs ON fs.id = fi.source_id"
        " JOIN collection fk ON fk.id = fs.collection_id JOIN audience fa ON fa.id = fk.audience_id"
        " WHERE fi.document_id = {document}.id AND ({condition})"
        " AND fa.id > 0 AND (%s::boolean OR fa.readers && %s::text[]))"
    ),
}
_MEDIA_TYPE = "lower(split_part(fv.content_type, ';', 1))"
_SUFFIX = r"lower(substring(fv.filename from '\.([^.]+)$'))"


def compile_tree(tree: Node, rows: Rows) -> Condition:
    """Return SQL that is true for what a filter leaves, else false or null; empty where nothing is asked.

    It stands in parentheses: beside an AND, what it says stays together.
    """
    sql, values = _compile(tree, rows)
    return (f"({sql})" if sql else ""), values


def _compile(node: Node, rows: Rows) -> Condition:
    match node:
        case Every(parts) | Some(parts):
            return _joined(node, [_compile(part, rows) for part in parts])
        case Not(part):
            sql, values = _compile(part, rows)
            return f"({sql or 'true'}) IS NOT TRUE", values
        case OneOf(key) | Range(key) | Present(key) | Holds(key) | Begins(key):
            if key.namespace is Namespace.FIELD:
                return _field(node, key, rows)
            return _of_json(node, key, rows)
        case _:
            assert_never(node)


def _joined(node: Every | Some, parts: Sequence[Condition]) -> Condition:
    given = [part for part in parts if part[0]]
    if not given:
        return "", []
    word = " AND " if isinstance(node, Every) else " OR "
    return word.join(f"({sql})" for sql, _ in given), [value for _, values in given for value in values]


Leaf: TypeAlias = OneOf | Range | Present | Holds | Begins


def _of_json(node: Leaf, key: Key, rows: Rows) -> Condition:
    """Compile a condition on a key of an object whose values may be of any kind, or be missing."""
    if key.namespace is Namespace.METADATA:
        return _json_condition(node, rows.metadata, key.name)
    sql, values = _json_condition(node, "fv.properties", key.name)
    return _VERSION.format(version=rows.version, condition=sql), values


def _json_condition(node: Leaf, column: str, name: str) -> Condition:
    value, text = f"({column} -> %s::text)", f"({column} ->> %s::text)"
    match node:
        case OneOf(_, wanted):
            return f"{value} @> ANY(%s::jsonb[])", [name, [json.dumps(one) for one in wanted]]
        case Present():
            return f"jsonb_typeof({value}) <> 'null'", [name]
        case Holds(_, str(wanted)):
            within = f"jsonb_typeof({value}) = 'string' AND strpos({text}, %s::text) > 0"
            return f"{value} @> %s::jsonb OR ({within})", [name, json.dumps(wanted), name, name, wanted]
        case Holds(_, wanted):
            return f"jsonb_typeof({value}) = 'array' AND {value} @> %s::jsonb", [
                name,
                name,
                json.dumps(wanted),
            ]
        case Begins(_, start):
            is_text = f"jsonb_typeof({value}) = 'string'"
            return f"{is_text} AND starts_with({text}, %s::text)", [name, name, start]
        case Range(_, operator, bound):
            return _json_range(value, text, name, operator, bound)
        case _:
            assert_never(node)


def _json_range(value: str, text: str, name: str, operator: str, bound: Scalar) -> Condition:
    """Compare what is of the bound's kind; by bytes, so that the order does not depend on the server's locale."""
    # The comparison first: most rows need no other.
    if isinstance(bound, int | float):
        return f"{value} {operator} %s::jsonb AND jsonb_typeof({value}) = 'number'", [
            name,
            json.dumps(bound),
            name,
        ]
    is_text = f"jsonb_typeof({value}) = 'string'"
    if isinstance(bound, datetime):
        moment = _MOMENT_OF.format(text=text)
        naive = bound.astimezone(UTC).replace(tzinfo=None)
        return f"{moment} {operator} %s::timestamp AND {is_text}", [name, naive, name]
    if isinstance(bound, Span):
        # As much of a date as the bound says, and only what is written as one.
        is_date, begin = rf"{text} ~ '^\d{{4}}(-|$)'", f"left({text}, {len(bound.text):d})"
        sql = f'{begin} COLLATE "C" {operator} %s::text AND {is_date} AND {is_text}'
        return sql, [name, bound.text, name, name]
    return f'{text} COLLATE "C" {operator} %s::text AND {is_text}', [name, bound, name]


# A text as a moment in UTC, null where it is written in no such way: a cast would fail. A day has as many days as any.
_MOMENT_OF = (
    r"(SELECT (m[1] || '-' || m[2] || '-01')::date + (m[3]::int - 1) + make_interval("
    r"hours => coalesce(m[4], '0')::int - coalesce(m[8] || m[9], '0')::int,"
    r" mins => coalesce(m[5], '0')::int - coalesce(m[8] || m[10], '0')::int,"
    r" secs => coalesce(m[6] || coalesce(m[7], ''), '0')::float8)"
    r" FROM regexp_match({text}, '^((?!0000)\d{{4}})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"(?:[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{{1,6}})?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?$') AS m)"
)


def _field(node: Leaf, key: Key, rows: Rows) -> Condition:
    """Compile a condition on a field, in the table that holds it."""
    if key.name == "chunk.page" and rows.chunk is None:
        return "false", []
    named = {"document": rows.document, "version": rows.version, "chunk": rows.chunk}
    column = _COLUMNS.get(key.name, "").format(**named)
    sql, values = _FIELD_CONDITIONS[FIELDS[key.name]](node, column)
    around = _AROUND.get(key.name)
    if FIELDS[key.name] is Kind.SOURCE:
        values = [*values, rows.actor.sees_everything, list(rows.actor.reader_tokens)]
    return (around.format(**named, condition=sql) if around else sql), values


def _typed(array: str) -> Callable[[Leaf, str], Condition]:
    def condition(node: Leaf, column: str) -> Condition:
        match node:
            case OneOf(_, wanted):
                return f"{column} = ANY(%s::{array}[])", [list(wanted)]
            case Range(_, operator, bound):
                return f"{column} {operator} %s::{array}", [bound]
            case Holds(_, wanted):
                return f"strpos({column}, %s::text) > 0", [wanted]
            case Begins(_, start):
                return f"starts_with({column}, %s::text)", [start]
            case Present():
                return f"{column} IS NOT NULL", []
            case _:
                assert_never(node)

    return condition


def _of_date(node: Leaf, column: str) -> Condition:
    match node:
        case OneOf(_, wanted):
            each = [_on(column, one) for one in wanted]
            return " OR ".join(sql for sql, _ in each), [value for _, values in each for value in values]
        case Range(_, operator, bound):
            # All of a day or a month is after what is before it, and before what is after it.
            edge = bound if isinstance(bound, datetime) else _edge(bound, operator in {">", "<="})
            inclusive = (
                operator if isinstance(bound, datetime) else {">": ">=", "<=": "<"}.get(operator, operator)
            )
            return f"{_moment(column)} {inclusive} %s::timestamptz", [edge]
        case _:
            return f"{column} IS NOT NULL", []


def _on(column: str, wanted: Scalar) -> Condition:
    if isinstance(wanted, datetime):
        return f"{_moment(column)} = %s::timestamptz", [wanted]
    moment = _moment(column)
    return f"({moment} >= %s::timestamptz AND {moment} < %s::timestamptz)", [
        _edge(wanted, False),
        _edge(wanted, True),
    ]


def _moment(column: str) -> str:
    """Return a column of days as the moment at which each begins."""
    return f"({column}::timestamp AT TIME ZONE 'UTC')" if column.endswith("review_on") else column


def _edge(span: Scalar, is_end: bool) -> datetime:
    assert isinstance(span, Span)
    return datetime.combine(span.end if is_end else span.begin, time(), UTC)


def _of_type(node: Leaf, _: str) -> Condition:
    """Compile a type: by what the file's name says, or where it says nothing known by its media type."""
    if not isinstance(node, OneOf):
        return "true", []
    wanted = [str(one) for one in node.values]
    suffixes = sorted({suffix for one in wanted for suffix in SUFFIXES.get(one, ())})
    media_types = sorted({name for one in wanted for name in MEDIA_TYPES.get(one, ())})
    exact = [one for one in wanted if "/" in one and not one.endswith("/*")]
    groups = [one.removesuffix("*") for one in wanted if one.endswith("/*")]
    groups += ["image/"] if "image" in wanted else []
    by_name = f"{_SUFFIX} = ANY(%s::text[])"
    is_unnamed = f"({_SUFFIX} = ANY(%s::text[])) IS NOT TRUE"
    by_media_type = f"{_MEDIA_TYPE} = ANY(%s::text[])"
    by_group = f"split_part({_MEDIA_TYPE}, '/', 1) || '/' = ANY(%s::text[])"
    sql = f"{by_name} OR ({is_unnamed} AND {by_media_type}) OR {by_media_type} OR {by_group}"
    return sql, [suffixes, list(KNOWN_SUFFIXES), media_types, exact, groups]


def _of_source(node: Leaf, column: str) -> Condition:
    """Compile a source, which goes by its name or its id."""
    if isinstance(node, OneOf):
        names = [str(one) for one in node.values]
        return f"{column} = ANY(%s::text[]) OR fs.id::text = ANY(%s::text[])", [names, names]
    return "true", []


_FIELD_CONDITIONS: dict[Kind, Callable[[Leaf, str], Condition]] = {
    Kind.TEXT: _typed("text"),
    Kind.NAME: _typed("text"),
    Kind.LANGUAGE: _typed("text"),
    Kind.NUMBER: _typed("bigint"),
    Kind.ID: _typed("uuid"),
    Kind.PERSON: _typed("uuid"),
    Kind.DATE: _of_date,
    Kind.TYPE: _of_type,
    Kind.SOURCE: _of_source,
}
