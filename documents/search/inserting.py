"""Insert many rows by one statement, whose values are bound as arrays: COPY is refused under row-level security."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from pgvector.psycopg.halfvec import register_halfvec_info
from pgvector.psycopg.vector import register_vector_info
from psycopg.types import TypeInfo

# A column of a statement is one value, of at most a gigabyte.
ROWS_AT_ONCE = 5_000
REGISTER = {"halfvec": register_halfvec_info, "vector": register_vector_info}
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def insert_rows(table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose columns have these names and PostgreSQL types, in the caller's transaction.

    A value of an array type is given as its literal (`texts_literal`): an array of arrays would not come apart again.
    """
    names = ", ".join(columns)
    taken = ", ".join(f"u.{name}::{kind}" for name, kind in columns.items())
    bound = ", ".join(f"%s::{'text' if kind.endswith('[]') else kind}[]" for kind in columns.values())
    left = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(left, ROWS_AT_ONCE)):
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {taken} FROM unnest({bound}) AS u({names})",
                [list(column) for column in zip(*some, strict=True)],
            )


def texts_literal(texts: Iterable[str]) -> str:
    """Return texts as the literal of an array."""
    return "{" + ",".join(f'"{text.translate(ESCAPES)}"' for text in texts) + "}"


def numbers_literal(numbers: Iterable[int]) -> str:
    """Return numbers as the literal of an array."""
    return "{" + ",".join(map(str, numbers)) + "}"


def know_vectors(kind: str = "halfvec") -> None:
    """Teach this connection to bind a HalfVector or a Vector, in the caller's transaction."""
    adapters = connection.connection.adapters
    if adapters.types.get(kind) is None:
        info = TypeInfo.fetch(connection.connection, kind)
        assert info is not None, "the extension stands in every database of Raglan"
        REGISTER[kind](connection.connection, info)
