"""Learn from a tenant's test sets how its search weighs meaning and words."""

from itertools import groupby
from operator import attrgetter

from django.db import transaction

from chat.access.quality import Expectation, expectations
from documents.actions import weighing
from documents.actions.weighing import Case
from documents.jobs import LearnWeights
from project.kernel.db import current_tenant, shared_scope
from project.kernel.errors import NotFound
from project.kernel.jobs import Lease
from project.kernel.jobs.reading import runs_elsewhere
from tenants.access import actor_by_email
from tenants.types import Actor

# Fewer questions about a collection teach it nothing that all questions together do not.
LEAST_CASES = 10
# What learns beside another looks again after this long.
BESIDE_SECONDS = 5.0


def learn_weights(job: LearnWeights, *, lease: Lease) -> None:
    """Learn from all cases for all collections, and from those asked of one collection for that one.

    What cases taught that are too few by now, or gone, is forgotten. Where an older job learns, this one waits for it.
    """
    with transaction.atomic():
        if runs_elsewhere(lease):
            lease.step_aside(wait_seconds=BESIDE_SECONDS)
            return
    tenant = current_tenant()
    assert tenant is not None
    with shared_scope():
        actor = actor_by_email(tenant=tenant)
    known = expectations()
    asked_of_one = sorted((one for one in known if one.collection), key=attrgetter("collection"))
    by_collection: dict[str | None, list[Expectation]] = {
        None: known,
        **{name: list(cases) for name, cases in groupby(asked_of_one, key=attrgetter("collection"))},
    }
    enough = {name: cases for name, cases in by_collection.items() if len(cases) >= LEAST_CASES}
    weighing.forget_taught(actor=actor, but=enough, guard=lease.guard)
    if None not in enough:
        weighing.tell_too_few(questions=len(known), least=LEAST_CASES, guard=lease.guard)
    for name, cases in enough.items():
        if lease.cancelled:
            return
        _learn(actor, name, cases, lease)


def _learn(actor: Actor, collection: str | None, known: list[Expectation], lease: Lease) -> None:
    cases = [Case(question=one.question, expected=one.documents) for one in known]
    try:
        weighing.learn(
            actor=actor,
            cases=cases,
            collection=collection,
            origin=weighing.TEST_SETS,
            guard=lease.guard,
        )
    except NotFound:
        # The collection was removed since the cases were written.
        return
