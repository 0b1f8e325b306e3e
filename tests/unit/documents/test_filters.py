"""A filter says what is wrong with it, and where."""

from datetime import UTC, datetime
from typing import Any

import pytest

from documents.filtering.language import MAX_CONDITIONS, MAX_DEPTH, MAX_VALUES, MAX_VALUES_TOGETHER, read_tree
from documents.filtering.sql import Rows, compile_tree
from documents.filtering.tree import Key, Namespace, Not, OneOf, Range, Span
from project.kernel.db import TenantRef
from project.kernel.errors import FieldError, Invalid
from project.kernel.ids import uuid7
from tenants.types import Actor, Role

MOST_LISTS = MAX_VALUES_TOGETHER // MAX_VALUES
ROWS = Rows(
    actor=Actor(
        tenant=TenantRef(uuid7(), "t", "T"), user_id=uuid7(), email="ada@example.com", role=Role.OWNER
    )
)
NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)


def lists(number: int) -> dict[str, list[int]]:
    """Return a filter of as long lists as may be."""
    return {f"key{i}": list(range(MAX_VALUES)) for i in range(number)}


def faults(wanted: dict[str, Any]) -> tuple[FieldError, ...]:
    """Return what is wrong with a filter."""
    with pytest.raises(Invalid) as refused:
        read_tree(wanted)
    return refused.value.errors


def bound(text: str, key: str = "document.updated_at") -> Any:
    """Return what a bound is read as."""
    tree = read_tree({key: {"gte": text}}, now=NOW)
    assert isinstance(tree, Range)
    return tree.bound


def test_as_many_values_as_a_statement_holds() -> None:
    _, parameters = compile_tree(read_tree(lists(MOST_LISTS)), ROWS)
    assert len(parameters) < 65_535 // 4


def test_more_values_than_a_statement_holds() -> None:
    assert faults(lists(MOST_LISTS + 1))[0].code == "too_many"


def test_more_conditions_than_a_person_means() -> None:
    assert faults({f"key{n}": n for n in range(MAX_CONDITIONS + 1)})[0].code == "too_many"


def test_deeper_than_anybody_reads() -> None:
    wanted: dict[str, Any] = {"a": 1}
    for _ in range(MAX_DEPTH):
        wanted = {"not": wanted}
    read_tree(wanted)
    (fault,) = faults({"not": wanted})
    assert fault.code == "too_deep"
    assert fault.field == "filter" + ".not" * (MAX_DEPTH + 1)


@pytest.mark.parametrize(
    ("wanted", "field", "code"),
    [
        ({"or": [{"a": 1}, {"document.type": 7}]}, "filter.or[1].document.type", "invalid_value"),
        (
            {"or": [{"a": 1}, {"document.type": ["pdf", "pfd"]}]},
            "filter.or[1].document.type[1]",
            "invalid_value",
        ),
        ({"not": {"a": {"in": [1, None]}}}, "filter.not.a.in[1]", "invalid_value"),
        ({"document.version": "3"}, "filter.document.version", "invalid_value"),
        ({"document.version": {"gt": 2.5}}, "filter.document.version.gt", "invalid_value"),
        ({"document.updated_at": {"gte": "soon"}}, "filter.document.updated_at.gte", "invalid_value"),
        ({"document.updated_at": "2026-02-30"}, "filter.document.updated_at", "invalid_value"),
        ({"document.id": "17"}, "filter.document.id", "invalid_value"),
        ({"document.language": "German"}, "filter.document.language", "invalid_value"),
        ({"document.title": {"gt": "a"}}, "filter.document.title.gt", "not_ordered"),
        ({"document.version": {"contains": "1"}}, "filter.document.version.contains", "not_text"),
        ({"a": {"exists": 1}}, "filter.a.exists", "invalid_value"),
        ({"a": {"gte": True}}, "filter.a.gte", "invalid_bound"),
        ({"a": "x" * 2_001}, "filter.a", "too_long"),
        ({"a": "\x00"}, "filter.a", "not_storable"),
        ({"a": 10**400}, "filter.a", "not_storable"),
        ({"a": {}}, "filter.a", "empty_range"),
        ({"or": []}, "filter.or", "invalid_list"),
        ({"or": {"a": 1}}, "filter.or", "invalid_list"),
        ({"and": [{}]}, "filter.and[0]", "invalid_filter"),
        ({"not": "x"}, "filter.not", "invalid_filter"),
        ({"metadata.": 1}, "filter.metadata.", "empty_key"),
        ({"document.page": 1}, "filter.document.page", "unknown_field"),
    ],
)
def test_a_fault_is_named_by_its_place(wanted: dict[str, Any], field: str, code: str) -> None:
    (fault,) = faults(wanted)
    assert (fault.field, fault.code) == (field, code)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"year": {"$gte": 2}}, "Did you mean `gte`?"),
        ({"year": {">=": 2}}, "Did you mean `gte`?"),
        ({"year": {"nin": [2]}}, "Did you mean `not_in`?"),
        ({"year": {"contain": 2}}, "Did you mean `contains`?"),
        ({"document.langage": "en"}, "Did you mean `document.language`?"),
        ({"document.langage": "en"}, "`metadata.document.langage`"),
        ({"or": "oregon"}, "`metadata.or`"),
        ({"year": None}, '{"exists": false}'),
        ({"document.type": "powerpoint"}, "pptx"),
    ],
)
def test_a_fault_says_what_was_perhaps_meant(wanted: dict[str, Any], said: str) -> None:
    assert said in faults(wanted)[0].detail


def test_each_fault_is_named_at_once() -> None:
    found = faults({"a": None, "b": {"around": 1}, "or": [{"c": []}]})
    assert [fault.field for fault in found] == ["filter.a", "filter.b.around", "filter.or[0].c"]


def test_names_without_a_prefix_are_metadata() -> None:
    """Who filters by a key of theirs that is called as a field is goes on doing so."""
    for name in ("language", "collection", "metadata.language", "metadata.document.type", "metadata.or"):
        tree = read_tree({name: "en"})
        assert tree == OneOf(Key(Namespace.METADATA, name.removeprefix("metadata.")), ("en",))


def test_ne_is_the_opposite_of_eq() -> None:
    equal = read_tree({"a": {"eq": 1}})
    assert read_tree({"a": {"ne": 1}}) == read_tree({"a": {"not_in": [1]}}) == Not(equal)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-01-31", Span("2026-01-31")),
        ("2026-01", Span("2026-01")),
        ("2026-01-31T09:00:00+01:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31T09:00Z", datetime(2026, 1, 31, 9, tzinfo=UTC)),
        ("2026-01-31 09:00", datetime(2026, 1, 31, 9, tzinfo=UTC)),
        ("-30d", Span("2026-03-01")),
        ("-2w", Span("2026-03-17")),
        ("-1m", Span("2026-02-28")),
        ("-1y", Span("2025-03-31")),
        ("+1m", Span("2026-04-30")),
        ("-12h", datetime(2026, 3, 31, 3, 30, tzinfo=UTC)),
        ("today", Span("2026-03-31")),
        ("now", NOW),
    ],
)
def test_dates_in_the_ways_that_people_write_them(text: str, meant: Any) -> None:
    assert bound(text) == bound(text, "reviewed") == meant


def test_what_is_no_date_is_text_to_the_metadata() -> None:
    assert bound("2026-02-30", "reviewed") == "2026-02-30"
    assert bound("banana", "reviewed") == "banana"


def test_nothing_of_a_filter_is_in_the_sql() -> None:
    """Whatever is written in a filter is a parameter."""
    evil = "x'); DROP TABLE chunk; --"
    wanted = {
        evil: evil,
        "or": [
            {"document.title": {"contains": evil}},
            {"document.source": evil},
            {f"document.properties.{evil}": evil},
        ],
        "not": {"and": [{"a": {"starts_with": evil, "gte": evil}}, {"document.collection": [evil]}]},
    }
    sql, parameters = compile_tree(read_tree(wanted), ROWS)
    assert "DROP" not in sql
    assert sql.count("%s") == len(parameters)
