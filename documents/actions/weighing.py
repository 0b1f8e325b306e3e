"""Learn from judged questions how a collection's legs are weighed, and forget it again."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents.access import access_collection, visible_collections
from documents.jobs import LearnWeights
from documents.ranking.learning import Judged, held_out, learn_weights, mean_reciprocal_rank
from documents.ranking.weighing import DEFAULT_WEIGHTS, Weights
from documents.search.cases import WEIGHTS, judged_case
from documents.search.tuning import lock_tuning, read_tuning, write_tuning
from project.kernel.errors import Invalid
from project.kernel.jobs import enqueue
from tenants.actions import audit
from tenants.types import Actor

TRIALS = "weights_trials"
# Whose questions taught: those of an operator's file stand until an operator takes them back.
FILE, TEST_SETS = "file", "test sets"


@dataclass(frozen=True, kw_only=True)
class Case:
    """Hold a question and the documents, by their ids or their names outside, of which one should come first."""

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


@dataclass(frozen=True, kw_only=True)
class LearnedWeights:
    """Say how the legs of one collection are weighed, or of all that have no weights of their own, and why so."""

    # None: of all.
    collection: str | None
    weights: Mapping[str, float]
    # False: those by default.
    is_learned: bool
    # What learning came to the last time: origin, questions, before, after, is_kept, reason, at.
    trial: Mapping[str, Any] | None


@transaction.atomic
def read(*, actor: Actor) -> list[LearnedWeights]:
    """Return how the legs are weighed: for all collections, then for each that has weights or a trial of its own."""
    kept, trials = read_tuning(WEIGHTS) or {}, read_tuning(TRIALS) or {}
    slugs = {str(key): slug for key, slug in visible_collections(actor=actor).values_list("pk", "slug")}
    known = [("", None), *((key, slug) for key, slug in slugs.items() if key in kept or key in trials)]
    usual = Weights.stored(kept.get("", {}))
    return [
        LearnedWeights(
            collection=slug,
            weights=asdict(Weights.stored(kept[key]) if key in kept else usual),
            is_learned=key in kept,
            # Older ones kept no reason.
            trial={"reason": "", **trials[key]} if key in trials else None,
        )
        for key, slug in known
    ]


@transaction.atomic(durable=True)
def start_learning(*, actor: Actor) -> UUID:
    """Have the test sets teach how the legs are weighed; what already waits is not asked for again."""
    audit.note(actor=actor, action="search.weights_learning_started", target="search:tenant")
    return enqueue(LearnWeights(), dedupe=LearnWeights.kind())


def learn(
    *,
    actor: Actor,
    cases: Sequence[Case],
    collection: str | None = None,
    origin: str = FILE,
    guard: Callable[[], object] = lambda: None,
) -> Tuned:
    """Weigh a collection's legs, or all that have no weights of their own, by what these questions teach.

    It is kept where questions that it was not learned from come out better, and what was learned before goes where
    they do not. `guard` is asked in the transaction that keeps it. Raise NotFound.
    """
    with transaction.atomic():
        _key(actor, collection)
    judged = list(_judged(actor, cases, collection))
    tuned = Tuned(
        weights=learn_weights(judged),
        questions=sum(bool(one.grades.any()) for one in judged),
        before=mean_reciprocal_rank(judged, DEFAULT_WEIGHTS),
        after=held_out(judged),
    )
    _settle(actor, collection, tuned, origin, guard)
    return tuned


@transaction.atomic(durable=True)
def forget(*, actor: Actor, collection: str | None = None) -> None:
    """Weigh a collection's legs, or all that have no weights of their own, as by default; raise NotFound."""
    key = _key(actor, collection)
    for name in (WEIGHTS, TRIALS):
        known = dict(lock_tuning(name) or {})
        known.pop(key, None)
        write_tuning(name, known)
    audit.note(actor=actor, action="search.weights_forgotten", target=_target(collection))


def _judged(actor: Actor, cases: Sequence[Case], collection: str | None) -> Iterator[Judged]:
    for case in cases:
        asked = judged_case(
            actor=actor, question=case.question, expected=case.expected, collection=collection
        )
        try:
            yield from asked
        except Invalid:
            # It could be asked when it was kept, or nobody looked: it teaches nothing, and hinders no other.
            continue


@transaction.atomic(durable=True)
def forget_taught(
    *, actor: Actor, but: Collection[str | None], guard: Callable[[], object] = lambda: None
) -> None:
    """Weigh as by default what test sets taught, but for these collections (None: all together)."""
    guard()
    slugs = {
        "": None,
        **{str(pk): slug for pk, slug in visible_collections(actor=actor).values_list("pk", "slug")},
    }
    weights, trials = dict(lock_tuning(WEIGHTS) or {}), dict(lock_tuning(TRIALS) or {})
    # Also those of a collection that was removed.
    old = [
        key
        for key, trial in trials.items()
        if trial["origin"] == TEST_SETS and (key not in slugs or slugs[key] not in but)
    ]
    if not old:
        return
    for key in old:
        del trials[key]
        if weights.pop(key, None) and key in slugs:
            _note(actor, TEST_SETS, "search.weights_forgotten", slugs[key])
    write_tuning(WEIGHTS, weights)
    write_tuning(TRIALS, trials)


@transaction.atomic(durable=True)
def tell_too_few(*, questions: int, least: int, guard: Callable[[], object] = lambda: None) -> None:
    """Keep that test sets have too few questions to teach how all legs are weighed; a file's trial stands."""
    guard()
    weights, trials = lock_tuning(WEIGHTS) or {}, lock_tuning(TRIALS) or {}
    if _is_of_file("", weights, trials):
        return
    verb = "is" if questions == 1 else "are"
    reason = (
        f"At least {least} questions of test sets are needed to learn from, and there {verb} {questions}."
    )
    told = _told(TEST_SETS, questions, reason)
    write_tuning(TRIALS, {**trials, "": told})


@transaction.atomic(durable=True)
def _settle(
    actor: Actor, collection: str | None, tuned: Tuned, origin: str, guard: Callable[[], object]
) -> None:
    """Keep what was learned, or let go of it; questions of a file are not overruled by test sets."""
    guard()
    key = _key(actor, collection)
    weights, trials = dict(lock_tuning(WEIGHTS) or {}), dict(lock_tuning(TRIALS) or {})
    if origin == TEST_SETS and _is_of_file(key, weights, trials):
        return
    was = weights.pop(key, None)
    if tuned.is_better:
        weights[key] = asdict(tuned.weights)
    write_tuning(WEIGHTS, weights)
    write_tuning(TRIALS, {**trials, key: _trial(tuned, origin)})
    if weights.get(key) != was:
        action = "search.weights_learned" if tuned.is_better else "search.weights_forgotten"
        _note(actor, origin, action, collection, questions=tuned.questions)


def _note(actor: Actor, origin: str, action: str, collection: str | None, **detail: Any) -> None:
    """Add an event to the trail: what test sets taught was learned by the clock, with whose eyes ever it searched."""
    target = _target(collection)
    if origin == TEST_SETS:
        audit.note_all(tenant=actor.tenant, actor=None, action=action, details={target: detail})
    else:
        audit.note(actor=actor, action=action, target=target, **detail)


def _is_of_file(key: str, weights: Mapping[str, Any], trials: Mapping[str, Any]) -> bool:
    return key in weights and trials.get(key, {}).get("origin", FILE) == FILE


def _trial(tuned: Tuned, origin: str) -> dict[str, Any]:
    held = "better" if tuned.is_better else "no better"
    return {
        **_told(
            origin, tuned.questions, f"Questions left out of the learning come out {held} than by default."
        ),
        "before": round(tuned.before, 3),
        "after": round(tuned.after, 3),
        "is_kept": tuned.is_better,
    }


def _told(origin: str, questions: int, reason: str) -> dict[str, Any]:
    """Return a trial in which nothing was compared."""
    return {
        "origin": origin,
        "questions": questions,
        "before": None,
        "after": None,
        "is_kept": False,
        "reason": reason,
        "at": timezone.now().isoformat(),
    }


def _target(collection: str | None) -> str:
    return f"collection:{collection or '*'}"


def _key(actor: Actor, collection: str | None) -> str:
    """Return under which name weights are kept: a later collection of the same slug is another one."""
    return str(access_collection(actor=actor, slug=collection).pk) if collection else ""
