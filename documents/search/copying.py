"""Lay rows out for PostgreSQL's binary COPY."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

# https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(table: str, columns: dict[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows whose columns have these names and PostgreSQL types, in the caller's transaction."""
    names = ", ".join(columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(list(columns.values()))
        for row in rows:
            copy.write_row(row)


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Write lines in COPY's text format: for short rows of numbers that is cheaper than to convert each value."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        copy.write("".join(lines))


def copy_text(text: str) -> str:
    """Return a text as COPY's text format has it."""
    return text.translate(ESCAPES)


def copy_vectors(
    table: str,
    chunk_ids: NDArray[np.int64],
    collections: NDArray[np.int32],
    audiences: NDArray[np.int32],
    vectors: NDArray[np.float32],
) -> None:
    """Write (n, d) vectors as halfvec with their chunk, collection and audience."""
    content = HEADER + _vector_rows(chunk_ids, collections, audiences, vectors).tobytes() + TRAILER
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {table} (chunk_id, collection_id, audience_id, vector) FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        copy.write(content)


def _vector_rows(
    chunk_ids: NDArray[np.int64],
    collections: NDArray[np.int32],
    audiences: NDArray[np.int32],
    vectors: NDArray[np.float32],
) -> NDArray[np.void]:
    dimensions = vectors.shape[1]
    # Each field is its length and its bytes, big-endian; a halfvec is its dimensions, two bytes unused, its numbers.
    layout = np.dtype(
        [
            ("fields", ">i2"),
            ("chunk_length", ">i4"),
            ("chunk", ">i8"),
            ("collection_length", ">i4"),
            ("collection", ">i4"),
            ("audience_length", ">i4"),
            ("audience", ">i4"),
            ("vector_length", ">i4"),
            ("dimensions", ">i2"),
            ("unused", ">i2"),
            ("numbers", ">f2", (dimensions,)),
        ]
    )
    rows = np.zeros(len(chunk_ids), dtype=layout)
    rows["fields"], rows["dimensions"] = 4, dimensions
    rows["chunk_length"], rows["collection_length"], rows["audience_length"] = 8, 4, 4
    rows["vector_length"] = 4 + 2 * dimensions
    rows["chunk"], rows["collection"], rows["audience"] = chunk_ids, collections, audiences
    rows["numbers"] = vectors
    return rows
