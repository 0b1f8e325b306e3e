"""Tell the stages of a document's way apart, and what each took."""

from collections.abc import Mapping
from enum import StrEnum

from documents.types import Status


class Stage(StrEnum):
    """Name the stages in their order."""

    WAITING = "waiting"
    READING = "reading"
    SPLITTING = "splitting"
    EMBEDDING = "embedding"
    PUBLISHING = "publishing"


STAGES = tuple(Stage)
CURRENT: Mapping[str, Stage] = {
    Status.QUEUED: Stage.WAITING,
    Status.PARSING: Stage.READING,
    Status.EMBEDDING: Stage.EMBEDDING,
}


def seconds_by_stage(kept: Mapping[str, float]) -> dict[Stage, float]:
    """Return what each stage took, of what a document keeps: seconds by status, and of two the part that ended it."""
    took = {stage: kept[status] for status, stage in CURRENT.items() if status in kept}
    for stage, whole in ((Stage.SPLITTING, Stage.READING), (Stage.PUBLISHING, Stage.EMBEDDING)):
        if stage in kept:
            took[stage] = kept[stage]
            if whole in took:
                took[whole] = round(max(took[whole] - kept[stage], 0.0), 3)
    return took


def state_of(stage: Stage, status: str) -> str:
    """Say whether a document of a status has passed a stage."""
    reached = STAGES.index(CURRENT[status]) if status in CURRENT else len(STAGES)
    place = STAGES.index(stage)
    return "done" if place < reached else "current" if place == reached else "to_come"
