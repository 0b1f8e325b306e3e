"""Learn from judged questions how a collection's legs are weighed, and forget it again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from documents.access import access_collection
from documents.ranking.learning import held_out, learn_weights, mean_reciprocal_rank
from documents.ranking.weighing import DEFAULT_WEIGHTS, Weights
from documents.search.cases import WEIGHTS, judged_case
from documents.search.tuning import lock_tuning, write_tuning
from tenants.actions import audit
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Case:
    """Hold a question and the documents, by their names outside, of which one should come first."""

    question: str
    expected: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tuned:
    """Say what was learned, from how many questions, and what it does for questions that it was not learned from."""

    weights: Weights
    questions: int
    # Mean reciprocal ranks: with the weights by default, and with those that the other questions teach.
    before: float
    after: float

    @property
    def is_better(self) -> bool:
        """Whether it is worth keeping."""
        return self.after > self.before


def learn(*, actor: Actor, cases: Sequence[Case], collection: str | None = None) -> Tuned:
    """Weigh a collection's legs, or all that have no weights of their own, by what these questions teach.

    It is kept where questions that it was not learned from come out better. Raise NotFound, Invalid.
    """
    with transaction.atomic():
        _key(actor, collection)
    judged = [
        one
        for case in cases
        for one in judged_case(
            actor=actor, question=case.question, expected=case.expected, collection=collection
        )
    ]
    tuned = Tuned(
        weights=learn_weights(judged),
        questions=sum(bool(one.grades.any()) for one in judged),
        before=mean_reciprocal_rank(judged, DEFAULT_WEIGHTS),
        after=held_out(judged),
    )
    if tuned.is_better:
        _keep(actor, collection, tuned)
    return tuned


@transaction.atomic(durable=True)
def forget(*, actor: Actor, collection: str | None = None) -> None:
    """Weigh a collection's legs, or all that have no weights of their own, as by default; raise NotFound."""
    known = dict(lock_tuning(WEIGHTS) or {})
    known.pop(_key(actor, collection), None)
    write_tuning(WEIGHTS, known)
    audit.note(actor=actor, action="search.weights_forgotten", target=f"collection:{collection or '*'}")


@transaction.atomic(durable=True)
def _keep(actor: Actor, collection: str | None, tuned: Tuned) -> None:
    known = dict(lock_tuning(WEIGHTS) or {})
    write_tuning(WEIGHTS, {**known, _key(actor, collection): asdict(tuned.weights)})
    audit.note(
        actor=actor,
        action="search.weights_learned",
        target=f"collection:{collection or '*'}",
        questions=tuned.questions,
    )


def _key(actor: Actor, collection: str | None) -> str:
    """Return under which name weights are kept: a later collection of the same slug is another one."""
    return str(access_collection(actor=actor, slug=collection).pk) if collection else ""
