"""Of the time in which a document was read, splitting is told apart; of its embedding, publishing."""

import pytest

from documents.stages import STAGES, Stage, seconds_by_stage, state_of
from documents.types import Status


def test_what_ended_a_status_is_no_part_of_the_stage_before() -> None:
    kept = {"queued": 2.0, "parsing": 5.0, "splitting": 1.5, "embedding": 9.0, "publishing": 0.25}
    assert seconds_by_stage(kept) == {
        Stage.WAITING: 2.0,
        Stage.READING: 3.5,
        Stage.SPLITTING: 1.5,
        Stage.EMBEDDING: 8.75,
        Stage.PUBLISHING: 0.25,
    }


def test_what_was_indexed_before_stages_were_told_apart_has_those_of_its_states() -> None:
    assert seconds_by_stage({"queued": 2.0, "parsing": 5.0}) == {Stage.WAITING: 2.0, Stage.READING: 5.0}


def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    assert seconds_by_stage({"parsing": 0.1, "splitting": 0.4})[Stage.READING] == 0


@pytest.mark.parametrize(
    ("status", "current"),
    [(Status.QUEUED, 0), (Status.PARSING, 1), (Status.EMBEDDING, 3), (Status.READY, 5), (Status.FAILED, 5)],
)
def test_each_stage_is_done_under_way_or_to_come(status: Status, current: int) -> None:
    expected = ["done"] * current + ["current", *["to_come"] * (4 - current)][: 5 - current]
    assert [state_of(stage, status) for stage in STAGES] == expected
