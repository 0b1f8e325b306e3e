"""Ask for the checks of walls and indexes before their time."""

from django.db import transaction

from documents.jobs import CheckCanaries, CheckRecall, RecountPostings
from project.kernel.jobs import Urgency, enqueue
from tenants.actions import audit
from tenants.types import Actor


@transaction.atomic(durable=True)
def ask(*, actor: Actor) -> None:
    """Have the canaries searched for, the graphs measured and the words recounted as soon as a worker is free."""
    for job in (CheckCanaries(), CheckRecall(), RecountPostings()):
        # Under a name of its own: what waits for its hour by the clock is not hurried by it, nor held up.
        enqueue(job, dedupe=f"now {job.kind()}", urgency=Urgency.URGENT)
    audit.note(actor=actor, action="health.check_asked", target=f"tenant:{actor.tenant.id}")
