"""Small segments become few large ones, and no chunk is written anew often."""

import random
from collections.abc import Callable, Iterable, Sequence

import pytest

from documents.search.segments import LATE_PLACES, LIMITS, MOST_PLACES, Segment, groups, places_of

Due = Callable[[Sequence[Segment]], bool]


def is_any_due(standing: Sequence[Segment]) -> bool:
    """Say whether anything is to be one."""
    return any(groups(standing))


def is_late_due(standing: Sequence[Segment]) -> bool:
    """Say the same of what came last, as uploads ask."""
    return any(groups([one for one in standing if one.first > standing[-1].first - LATE_PLACES]))


def merged(standing: list[Segment]) -> tuple[list[Segment], int]:
    """Merge until nothing is to be one; return what stands then, and how many chunks moved."""
    moved = 0
    while group := next(groups(standing), None):
        moved += sum(one.size for one in group)
        one = Segment(first=group[0].first, places=places_of(group), size=sum(one.size for one in group))
        standing = sorted([*(one for one in standing if one not in group), one], key=lambda one: one.first)
    return standing, moved


def grown(
    sizes: Iterable[int], *, kept: float = 1.0, is_due: Due = is_any_due
) -> tuple[list[Segment], float]:
    """Merge after each of these uploads where it is due, of which a share stays, and once more in the night.

    Return what stands, and how often a chunk moved.
    """
    chance, standing, moved, total, number = random.Random(7), list[Segment](), 0, 0, 1
    for size in sizes:
        if chance.random() < kept:
            standing.append(Segment(first=number, places=size, size=size))
            total += size
        number += size
        if standing and is_due(standing):
            standing, more = merged(standing)
            moved += more
    standing, more = merged(standing)
    return standing, (moved + more) / total


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kept", [1.0, 0.3])
def test_who_looks_at_the_latest_alone_ends_with_the_same_segments(seed: int, kept: float) -> None:
    """Single uploads, and a bulk upload now and then."""
    chance = random.Random(seed)
    sizes = [
        chance.choice((3_000, 300)) if chance.random() < 0.01 else chance.randint(1, 9) for _ in range(1_500)
    ]
    assert grown(sizes, kept=kept, is_due=is_late_due) == grown(sizes, kept=kept)


@pytest.mark.parametrize("size", [1, 5, 31])
def test_single_uploads_leave_few_segments_and_move_little(size: int) -> None:
    standing, moved = grown([size] * 5_000)
    assert len(standing) <= LIMITS[0] + 2 * 8 + 5_000 * size / LIMITS[-1] + 1
    assert moved <= len(LIMITS)
    assert sum(one.size for one in standing) == 5_000 * size


@pytest.mark.parametrize("kept", [0.5, 0.1, 0.02])
def test_what_is_full_of_holes_is_merged_and_maps_stay_small(kept: float) -> None:
    standing, moved = grown([2] * 10_000, kept=kept)
    assert len(standing) <= max(64, 10_000 * kept / 4)
    assert max(one.places for one in standing) <= MOST_PLACES + LIMITS[-1]
    assert moved <= 2 * len(LIMITS)


def test_what_comes_in_bulk_stays_as_it_is() -> None:
    standing, moved = grown([2_048, 3_000, 2_500])
    assert (len(standing), moved) == (3, 0)


def test_what_stands_on_both_sides_of_a_large_upload_is_not_drawn_on_one_map() -> None:
    standing, _ = grown([*[1] * 20, 50_000, *[1] * 20])
    assert max(one.places for one in standing if one.size < 50_000) <= 32


def test_one_that_was_merged_around_a_larger_one_ends_behind_it() -> None:
    around, within = Segment(first=1, places=12, size=40), Segment(first=5, places=3, size=250)
    assert next(groups([around, within])) == [around, within]
    assert places_of([around, within]) == 12
