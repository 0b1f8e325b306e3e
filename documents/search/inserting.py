"""Insert many rows by one statement, whose values are bound as arrays: COPY is refused under row-level security."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from documents.search.binary import binary_array

# A column of a statement is one value, of at most a gigabyte.
ROWS_AT_ONCE = 5_000
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})
# What is laid out in binary; values of other types are given as text, and cast.
BOUND = ("int2", "int4", "int8", "uuid", "bytea", "varbit", "halfvec", "vector")


def insert_rows(
    table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], *, unless_there: bool = False
) -> None:
    """Insert rows whose columns have these names and PostgreSQL types, in the caller's transaction.

    A value that is no number, UUID, bytes, bits or vector is given as its literal: an array by `texts_literal`.
    """
    names = ", ".join(columns)
    otherwise = " ON CONFLICT DO NOTHING" if unless_there else ""
    _execute(
        f"INSERT INTO {table} ({names}) SELECT {_taken(columns)} {_from(columns)}{otherwise}", columns, rows
    )


def update_rows(table: str, key: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Give the rows of these keys new values; `columns` and rows are as in `insert_rows`, the key among them."""
    changed = ", ".join(f"{name} = u.{name}::{kind}" for name, kind in columns.items() if name != key)
    _execute(
        f"UPDATE {table} t SET {changed} {_from(columns)} WHERE t.{key} = u.{key}::{columns[key]}",
        columns,
        rows,
    )


def _execute(statement: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        # Before the cursor, which knows what its connection knows when it is made.
        arrays = _arrays(columns, some)
        with connection.cursor() as cursor:
            cursor.execute(statement, arrays)


def _taken(columns: Mapping[str, str]) -> str:
    return ", ".join(f"u.{name}::{kind}" for name, kind in columns.items())


def _from(columns: Mapping[str, str]) -> str:
    bound = ", ".join(f"%s::{kind if kind in BOUND else 'text'}[]" for kind in columns.values())
    return f"FROM unnest({bound}) AS u({', '.join(columns)})"


def _arrays(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [
        binary_array(kind, column)
        for kind, column in zip(columns.values(), zip(*rows, strict=True), strict=True)
    ]


def texts_literal(texts: Iterable[str]) -> str:
    """Return texts as the literal of an array."""
    return "{" + ",".join(f'"{text.translate(ESCAPES)}"' for text in texts) + "}"
