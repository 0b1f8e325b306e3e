"""Stop what people have asked for."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents.access import may_stop
from documents.actions.removing import remove_files
from documents.indexing.dropping import give_up
from documents.jobs import ASKED_FOR, BUILD_KINDS, LoadDocuments, SyncSource
from documents.models import IndexVersion, SourceRun
from documents.search.corpus import lock_corpus
from documents.types import IndexState, RunState
from project.kernel.errors import Conflict, Forbidden
from project.kernel.jobs import cancel
from project.kernel.jobs.reading import find_job
from project.kernel.models import JobRecord, JobState
from tenants.types import Actor


@transaction.atomic(durable=True)
def cancel_job(*, actor: Actor, job_id: UUID) -> None:
    """Cancel a job that a person has asked for, or ask it to stop where it runs.

    Raise NotFound, Conflict for a step of something else, Forbidden for who may not ask for such a job.
    """
    record = find_job(job_id)
    if record.kind not in ASKED_FOR:
        raise Conflict("This job is a step of something else and cannot be cancelled by itself.")
    if not may_stop(actor=actor, kind=record.kind):
        scope, role = ASKED_FOR[record.kind]
        raise Forbidden(f"Cancelling this job needs the role {role} and, of a key, the scope {scope}.")
    # The job's row before the corpus: workers, whose leases guard what they write, take them in this order.
    cancel(record.pk)
    if record.kind in BUILD_KINDS:
        _give_up_candidate(actor, record)
    if record.kind == LoadDocuments.kind():
        _remove_lines(record)
    if record.kind == SyncSource.kind():
        _end_run(record)


def _give_up_candidate(actor: Actor, record: JobRecord) -> None:
    """Give up what the job builds: one that waits will not run to do so itself."""
    lock_corpus(actor.tenant)
    give_up(IndexVersion.objects.building().filter(pk=record.payload["index_id"]), IndexState.CANCELLED)


def _remove_lines(record: JobRecord) -> None:
    record.refresh_from_db(fields=["state"])
    # One that runs removes its file itself.
    if record.state == JobState.CANCELLED:
        key = record.payload["storage_key"]
        transaction.on_commit(lambda: remove_files([key]))


def _end_run(record: JobRecord) -> None:
    record.refresh_from_db(fields=["state"])
    # One that runs ends its run itself.
    if record.state == JobState.CANCELLED:
        run = SourceRun.objects.held(UUID(record.payload["run_id"]), record.pk)
        run.update(state=RunState.CANCELLED, finished_at=timezone.now())
