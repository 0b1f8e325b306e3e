"""Train a tenant's own ranker, keep what training came to, and go back to the one that is shipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents.jobs import TrainRanker
from documents.ranking.light import shipped
from documents.ranking.ranker import FUSION, RankerDown
from documents.search.tuning import forget_tuning, lock_tuning, read_tuning, write_tuning
from project.kernel.jobs import enqueue
from tenants.actions import audit
from tenants.types import Actor

RANKER, TRIAL = "ranker", "ranker_trial"


@dataclass(frozen=True, kw_only=True)
class RankerInForce:
    """Hold which light ranker a tenant's searches have, whose it is, and what training came to the last time."""

    name: str
    is_own: bool
    record: Mapping[str, Any]
    trial: Mapping[str, Any] | None


@transaction.atomic
def read(*, actor: Actor) -> RankerInForce:
    """Return the ranker in force; the door has checked that the actor may know it."""
    own, trial = read_tuning(RANKER), read_tuning(TRIAL)
    record = own or _shipped()
    return RankerInForce(name=record.get("name", FUSION), is_own=bool(own), record=record, trial=trial)


@transaction.atomic(durable=True)
def start_training(*, actor: Actor) -> UUID:
    """Have a ranker trained; what already waits for the same person is not asked for again."""
    audit.note(actor=actor, action="ranker.training_started", target="ranker:tenant")
    return enqueue(TrainRanker(user_id=actor.user_id), dedupe=f"train-ranker:{actor.user_id}")


@transaction.atomic(durable=True)
def go_back(*, actor: Actor) -> None:
    """Let the shipped ranker order searches again; without effect where it does."""
    if own := lock_tuning(RANKER):
        audit.note(actor=actor, action="ranker.withdrawn", target="ranker:tenant", was=own.get("name"))
    forget_tuning(RANKER)


def keep(*, actor: Actor, trial: Mapping[str, Any], record: Mapping[str, Any] | None) -> None:
    """Write down what training came to, in the caller's transaction; a record is in force from the next search on."""
    write_tuning(TRIAL, {**trial, "at": timezone.now().isoformat()})
    if record is None:
        return
    present = lock_tuning(RANKER)
    if present and present.get("name") == record["name"]:
        return
    write_tuning(RANKER, dict(record))
    audit.note(actor=actor, action="ranker.learned", target="ranker:tenant", name=record["name"])


def _shipped() -> Mapping[str, Any]:
    try:
        learned = shipped()
    except RankerDown:
        return {}
    return {"name": learned.name, "is_on": learned.is_on}
