"""Lay values out as PostgreSQL receives them in binary: as text each would be written, and read again, by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg.adapt import Buffer, Dumper, PyFormat
from psycopg.postgres import types
from psycopg.pq import Format
from psycopg.types import TypeInfo

HEADER = Struct(">iiIii")
LENGTH = Struct(">i")
BITS = Struct(">ii")
NULL = LENGTH.pack(-1)
# The numbers of pgvector's types.
VECTORS = {"halfvec": ">f2", "vector": ">f4"}
INTEGERS = {"int2": ">i2", "int4": ">i4", "int8": ">i8"}


@dataclass(frozen=True, slots=True)
class BinaryValue:
    """Hold a vector, or an array of one dimension, ready to be bound."""

    oid: int
    payload: bytes


class _ValueDumper(Dumper):
    """Hand the bytes of a BinaryValue over under its own type."""

    format = Format.BINARY

    def get_key(self, obj: BinaryValue, format: PyFormat) -> Any:  # noqa: A002  # psycopg's name
        return (type(obj), obj.oid)

    def upgrade(self, obj: BinaryValue, format: PyFormat) -> Dumper:  # noqa: A002  # psycopg's name
        dumper = type(self)(type(obj))
        dumper.oid = obj.oid
        return dumper

    def dump(self, obj: BinaryValue) -> Buffer:
        return obj.payload


def binary_array(kind: str, values: Sequence[Any] | NDArray[Any]) -> BinaryValue:
    """Return values of a PostgreSQL type as one array, for a cursor that is opened afterwards.

    Integers, UUIDs, vectors (n, d), bits as arrays of booleans, and any other given as text.
    """
    _know_arrays()
    info = _type(kind) or types["text"]
    items = _encoded(kind, values)
    has_null = int(NULL in items) if isinstance(items, list) else 0
    body = b"".join(items) if isinstance(items, list) else items
    return BinaryValue(info.array_oid, HEADER.pack(1, has_null, info.oid, len(values), 1) + body)


def binary_vector(kind: str, vector: NDArray[Any]) -> BinaryValue:
    """Return one vector (d,) as a value of pgvector's type, for a cursor that is opened afterwards."""
    _know_arrays()
    # Without the length that each element of an array begins with.
    return BinaryValue(_of_extension(kind).oid, _vectors(VECTORS[kind], vector[np.newaxis])[LENGTH.size :])


def _encoded(kind: str, values: Sequence[Any] | NDArray[Any]) -> bytes | list[bytes]:
    if kind in VECTORS:
        return _vectors(VECTORS[kind], np.asarray(values))
    if kind in INTEGERS and (isinstance(values, np.ndarray) or None not in values):
        return _integers(INTEGERS[kind], values)
    encode = _ENCODERS.get(kind, _text)
    return [NULL if value is None else encode(value) for value in values]


def _integers(layout: str, values: Sequence[int] | NDArray[Any]) -> bytes:
    width = int(layout[-1])
    rows = np.empty(len(values), dtype=[("length", ">i4"), ("value", layout)])
    rows["length"], rows["value"] = width, values
    return rows.tobytes()


def _vectors(number: str, vectors: NDArray[Any]) -> bytes:
    dimensions, width = vectors.shape[1], int(number[-1])
    layout = [("length", ">i4"), ("dimensions", ">i2"), ("unused", ">i2"), ("vector", number, (dimensions,))]
    rows = np.zeros(len(vectors), dtype=layout)
    rows["length"], rows["dimensions"], rows["vector"] = 4 + width * dimensions, dimensions, vectors
    return rows.tobytes()


def _text(value: str) -> bytes:
    encoded = value.encode()
    return LENGTH.pack(len(encoded)) + encoded


def _bytes(value: bytes) -> bytes:
    return LENGTH.pack(len(value)) + value


def _integer(width: int) -> Callable[[int], bytes]:
    layout = Struct(f">i{ {2: 'h', 4: 'i', 8: 'q'}[width] }")
    return lambda value: layout.pack(width, value)


def _bits(value: NDArray[np.bool_]) -> bytes:
    packed = np.packbits(value).tobytes()
    return BITS.pack(4 + len(packed), len(value)) + packed


_UUID_LENGTH = LENGTH.pack(16)
_ENCODERS: dict[str, Callable[[Any], bytes]] = {
    "bytea": _bytes,
    "uuid": lambda value: _UUID_LENGTH + value.bytes,
    "varbit": _bits,
    "int2": _integer(2),
    "int4": _integer(4),
    "int8": _integer(8),
}


def _type(kind: str) -> TypeInfo | None:
    if kind in VECTORS:
        return _of_extension(kind)
    return types[kind] if kind in _ENCODERS else None


def _of_extension(kind: str) -> TypeInfo:
    """Return what this database calls a type of pgvector, in the caller's transaction."""
    known = connection.connection.adapters.types
    info: TypeInfo | None = known.get(kind) or TypeInfo.fetch(connection.connection, kind)
    assert info is not None, "the extension stands in every database of Raglan"
    known.add(info)
    return info


def _know_arrays() -> None:
    # A cursor knows what its connection knew when it was opened.
    connection.connection.adapters.register_dumper(BinaryValue, _ValueDumper)
