"""The log of a run has an end, and what failed has its place in it."""

from documents.models import SourceRun
from documents.sources.types import Item
from documents.syncing.tally import LOG_ENTRIES, LOG_SKIPPED, Outcome, write_down
from documents.types import Happened


def outcomes(happened: Happened, count: int) -> list[Outcome]:
    """Return what became of so many items."""
    items = [Item(external_id=f"{happened}-{number}", title="") for number in range(count)]
    return [Outcome(item=item, happened=happened) for item in items]


def test_what_is_left_out_leaves_room_for_what_failed() -> None:
    run = SourceRun(counts={}, log=[])
    for _ in range(2):
        write_down(run, outcomes(Happened.SKIPPED, LOG_ENTRIES))
    write_down(run, outcomes(Happened.FAILED, 5))
    happened = [entry["happened"] for entry in run.log]
    assert (happened.count("skipped"), happened.count("failed")) == (LOG_SKIPPED, 5)
    assert run.counts == {"skipped": 2 * LOG_ENTRIES, "failed": 5}


def test_the_log_ends() -> None:
    run = SourceRun(counts={}, log=[])
    write_down(run, outcomes(Happened.ADDED, LOG_ENTRIES + 1))
    assert len(run.log) == LOG_ENTRIES
