"""The calculator gives what pg_table_size and pg_total_relation_size gave."""

import pytest

from documents.embedding.sizing import Precision, size_index


@pytest.mark.parametrize(
    ("precision", "table", "disk"),
    [("vector", 32_800_768, 74_383_360), ("binary", 18_243_584, 25_829_376)],
)
def test_sizes_are_those_of_twenty_thousand_vectors_in_postgresql(
    precision: Precision, table: int, disk: int
) -> None:
    sizing = size_index(vectors=20_000, dimensions=384, precision=precision)
    assert sizing.table_bytes == pytest.approx(table, rel=0.02)
    assert sizing.disk_bytes == pytest.approx(disk, rel=0.02)


def test_copies_take_as_much_each() -> None:
    sizing = size_index(vectors=100_000, dimensions=384, precision="halfvec", copies=3)
    assert sizing.all_copies_disk_bytes == 3 * sizing.disk_bytes
    assert sizing.all_copies_memory_bytes == 3 * sizing.memory_bytes


def test_few_vectors_have_no_graph() -> None:
    sizing = size_index(vectors=10_000, dimensions=384, precision="halfvec")
    assert (sizing.graph_bytes, sizing.build_seconds) == (0, 0)


def test_a_long_vector_is_kept_in_pieces_beside_its_row() -> None:
    """PostgreSQL moves what makes a row longer than a quarter of a page."""
    sizing = size_index(vectors=20_000, dimensions=1536, precision="vector")
    assert sizing.table_bytes > 20_000 * sizing.vector_bytes


def test_no_vectors_take_nothing() -> None:
    assert size_index(vectors=0, dimensions=384, precision="halfvec").disk_bytes == 0


def test_a_graph_of_many_rows_has_more_links_and_takes_twice_as_long() -> None:
    """At 500 000 one took 619 s and 581 MB where one of 16 links took 286 s and 557 MB."""
    wide, narrow = (size_index(vectors=500_000, dimensions=384, precision="halfvec", m=m) for m in (None, 16))
    assert wide.graph_bytes == pytest.approx(581 << 20, rel=0.1)
    small = size_index(vectors=100_000, dimensions=384, precision="halfvec")
    assert wide.build_seconds > 2 * 5 * small.build_seconds
    assert wide.build_memory_bytes > narrow.build_memory_bytes
