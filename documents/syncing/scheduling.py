"""Start runs when they are due."""

from django.db import IntegrityError, transaction

from documents.actions.starting import ask_when_due, begin, start_at
from documents.jobs import StartSync
from documents.models import Source
from project.kernel.jobs import Lease


@transaction.atomic
def start_sync(job: StartSync, *, lease: Lease) -> None:
    """Start the run of a source that is due, unless one goes on, and ask for the next time."""
    lease.guard()
    source = Source.objects.select_for_update(no_key=True).filter(pk=job.source_id).first()
    if source is None or source.next_run_at is None or source.next_run_at.isoformat() != job.due:
        return
    try:
        with transaction.atomic():
            begin(source)
    except IntegrityError:
        # What still goes on does the work of this run, too.
        pass
    ask_when_due(source)
    source.save(update_fields=["next_run_at"])


@transaction.atomic
def restore_starts() -> int:
    """Ask again for the starts of the tenant's sources, for where the ledger lost them; return how many there are."""
    sources = list(Source.objects.filter(next_run_at__isnull=False))
    for source in sources:
        start_at(source)
    return len(sources)
