"""Compute what an index version takes: bytes on disk, memory, and the time to build its graph.

Sizes of rows and pages: PostgreSQL's "Database Page Layout". Vectors: pgvector's README, "Storage" (4 d + 8, 2 d + 8,
d / 8 + 8 bytes). The graph's tuples: pgvector's src/hnsw.h, HNSW_ELEMENT_TUPLE_SIZE and HNSW_NEIGHBOR_TUPLE_SIZE; a
vector reaches level l with probability m^-l (Malkov and Yashunin, 2016).
"""

from dataclasses import dataclass
from math import ceil, log2, sqrt
from typing import Literal

Precision = Literal["halfvec", "vector", "binary"]
PAGE, PAGE_HEADER, GRAPH_SPECIAL, ITEM = 8192, 24, 8, 4
ROW_HEADER, PLACE = 24, 16
# Rows longer than this keep their vector in a table of its own, in pieces of so many bytes.
TOAST_ABOVE, TOAST_PIECE, TOAST_HEADER = 2032, 1996, 40
# One entry of the primary key, and one of the readers' index, whose equal keys are packed; both nine tenths full.
KEY_BYTES, READER_BYTES = 20 / 0.9, 6.5 / 0.9
ELEMENT_HEADER, NEIGHBOURS_HEADER, NEIGHBOUR = 72, 4, 6
# What the build holds of an element besides its vector, and of each neighbour.
BUILT_ELEMENT, BUILT_NEIGHBOUR = 152, 16
# Seconds for a vector and each doubling of their number, at 384 halfvecs on two cores; measured by tests.bench.sizing.
GRAPH_SECONDS, GRAPH_DIMENSIONS = 2.6e-5, 384
EXACT_ROWS = 10_000
# Beyond this many rows a graph gets more links, looked for longer: some rows have no way to them else. Of the ten
# nearest among 500 000 rows 1 000 looked at found .981 with 16 links and .994 with 24, which take twice as long to
# build.
WIDE_ROWS = 100_000


@dataclass(frozen=True)
class Links:
    """Say how many links each row of a graph has on a level, and among how many rows they are looked for."""

    m: int
    ef_construction: int


NARROW, WIDE = Links(16, 64), Links(24, 128)


def links_of(rows: int) -> Links:
    """Return how a graph of so many rows is linked."""
    return WIDE if rows > WIDE_ROWS else NARROW


@dataclass(frozen=True, kw_only=True)
class Sizing:
    """Say what one index version takes, all copies together where it says so."""

    vector_bytes: int
    table_bytes: int
    keys_bytes: int
    graph_bytes: int
    disk_bytes: int
    all_copies_disk_bytes: int
    memory_bytes: int
    all_copies_memory_bytes: int
    build_memory_bytes: int
    build_seconds: float


def size_index(
    *, vectors: int, dimensions: int, precision: Precision, copies: int = 1, m: int | None = None
) -> Sizing:
    """Return the sizes of an index version; `copies` are PostgreSQL servers that hold it, replicas too.

    Its graph has `m` links for each row, by default as many as are given to so many.
    Memory is what keeps searches off the disk: the graph where there is one, and for a binary one the vectors that
    put its rows in order; without a graph, the table.
    """
    stored = _stored_bytes(dimensions, precision)
    m = m or links_of(vectors).m
    table = _table_bytes(vectors, stored)
    keys = ceil(vectors * (KEY_BYTES + READER_BYTES) / PAGE) * PAGE
    has_graph = vectors > EXACT_ROWS
    in_graph = ceil(dimensions / 8) + 8 if precision == "binary" else stored
    graph = _graph_bytes(vectors, in_graph, m) if has_graph else 0
    disk = table + keys + graph
    memory = graph + (table if precision == "binary" or not has_graph else 0)
    return Sizing(
        vector_bytes=stored,
        table_bytes=table,
        keys_bytes=keys,
        graph_bytes=graph,
        disk_bytes=disk,
        all_copies_disk_bytes=disk * copies,
        memory_bytes=memory,
        all_copies_memory_bytes=memory * copies,
        build_memory_bytes=round(vectors * built_bytes(in_graph, m)) if has_graph else 0,
        build_seconds=round(_build_seconds(vectors, dimensions, m), 1) if has_graph else 0.0,
    )


def _stored_bytes(dimensions: int, precision: Precision) -> int:
    # A binary index version keeps halfvecs, and its graph their signs.
    return (4 if precision == "vector" else 2) * dimensions + 8


def _table_bytes(rows: int, vector: int) -> int:
    row = ROW_HEADER + PLACE + vector
    if row <= TOAST_ABOVE:
        return _pages(rows, _aligned(row) + ITEM)
    pieces, rest = divmod(vector, TOAST_PIECE)
    whole = _pages(rows * pieces, _aligned(TOAST_HEADER + TOAST_PIECE) + ITEM)
    ends = _pages(rows, _aligned(TOAST_HEADER + rest) + ITEM) if rest else 0
    toast_keys = ceil(rows * (pieces + bool(rest)) * KEY_BYTES / PAGE) * PAGE
    return _pages(rows, _aligned(ROW_HEADER + PLACE + 18) + ITEM) + whole + ends + toast_keys


def _graph_bytes(rows: int, vector: int, m: int) -> int:
    element = _aligned(ELEMENT_HEADER + vector) + ITEM
    neighbours = _aligned(round(NEIGHBOURS_HEADER + (2 + _mean_level(m)) * m * NEIGHBOUR)) + ITEM
    per_page = max((PAGE - PAGE_HEADER - GRAPH_SPECIAL) // (element + neighbours), 1)
    return (ceil(rows / per_page) + 1) * PAGE


def _mean_level(m: int) -> float:
    return 1 / (m - 1)


def built_bytes(vector: int, m: int) -> float:
    """Return the memory that a row takes while its graph is built, with a vector of so many bytes."""
    return BUILT_ELEMENT + vector + (2 + _mean_level(m)) * m * BUILT_NEIGHBOUR


def _build_seconds(rows: int, dimensions: int, m: int) -> float:
    searched = sqrt(links_of(rows).ef_construction / NARROW.ef_construction)
    work = rows * log2(max(rows, 2)) * m / NARROW.m * searched
    return GRAPH_SECONDS * work * (0.5 + 0.5 * dimensions / GRAPH_DIMENSIONS)


def _pages(rows: int, row: int) -> int:
    return ceil(rows / max((PAGE - PAGE_HEADER) // row, 1)) * PAGE


def _aligned(size: int) -> int:
    return (size + 7) // 8 * 8
