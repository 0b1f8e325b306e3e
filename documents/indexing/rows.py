"""Write many rows of a model by one statement: the ORM binds each value by itself, which costs more than the row."""

import json
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models

from documents.search.inserting import BOUND, insert_rows, texts_literal, update_rows

Row = TypeVar("Row", bound=models.Model)


def insert_models(rows: Sequence[Row], *, unless_there: bool = False) -> None:
    """Insert rows that have their keys; with `unless_there` those that no other row stands in the way of."""
    if rows:
        # What the database gives a value to by itself, it does here.
        fields = [
            field for field in rows[0]._meta.concrete_fields if field.db_default is models.fields.NOT_PROVIDED
        ]
        table = rows[0]._meta.db_table
        insert_rows(table, _columns(fields), _values(fields, rows), unless_there=unless_there)


def update_models(rows: Sequence[Row], names: Iterable[str]) -> None:
    """Store these fields of rows that stand."""
    if rows:
        meta: Any = rows[0]._meta
        fields = [meta.pk, *(meta.get_field(name) for name in names)]
        update_rows(meta.db_table, meta.pk.column, _columns(fields), _values(fields, rows))


def number_rows(rows: Sequence[Row]) -> None:
    """Give rows their keys before they are written, from the sequence of their table."""
    with connection.cursor() as cursor:
        sequence = f"{rows[0]._meta.db_table}_id_seq"
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s::int)", [sequence, len(rows)])
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def _columns(fields: Sequence[Any]) -> dict[str, str]:
    return {field.column: _kind(field) for field in fields}


_KINDS = {"integer": "int4", "bigint": "int8", "smallint": "int2"}


def _kind(field: Any) -> str:
    kind = str(field.db_type(connection))
    # As a text, which is refused where it is too long: a cast to varchar(n) would cut it.
    return "text" if kind.startswith("varchar") else _KINDS.get(kind, kind)


def _values(fields: Sequence[Any], rows: Sequence[Row]) -> Iterable[tuple[Any, ...]]:
    for field in fields:
        if type(field).pre_save is not models.Field.pre_save:
            for row in rows:
                field.pre_save(row, True)
    read = map(attrgetter(*(field.attname for field in fields)), rows)
    columns = zip(fields, zip(*read, strict=True), strict=True)
    return zip(*(_written(field, values) for field, values in columns), strict=True)


def _written(field: Any, values: Sequence[Any]) -> Iterable[Any]:
    kind = _kind(field)
    if kind in BOUND or kind == "text":
        return values
    write = texts_literal if kind.endswith("[]") else _WRITERS.get(kind, str)
    return (None if value is None else write(value) for value in values)


def _json(value: Any) -> str:
    # Most are empty.
    return json.dumps(value) if value or type(value) not in _EMPTY else _EMPTY[type(value)]


_EMPTY: dict[type, str] = {dict: "{}", list: "[]"}
_WRITERS: dict[str, Callable[[Any], str]] = {"jsonb": _json}
