"""Move the pointers that say which index version answers, under the corpus lock."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from documents.jobs import FillIndex, ReclaimIndexes
from documents.models import IndexVersion, LiveIndex
from documents.search.outcomes import show_readings_in
from documents.search.pending import recount_chunks
from documents.search.scopes import Scope, read_scopes
from documents.types import IndexState
from project.kernel.jobs import enqueue


def point(pointer: LiveIndex, index: IndexVersion) -> IndexVersion | None:
    """Let a locked pointer name an index version; return the one that it does not keep any more."""
    before_last = pointer.previous if pointer.previous_id != index.pk else None
    pointer.previous_id, pointer.index_version = pointer.index_version_id, index
    keep_previous(pointer)
    return before_last


def keep_previous(pointer: LiveIndex) -> None:
    """Store a locked pointer, which may be gone back from for as long as the settings say."""
    kept = timedelta(days=settings.INDEX_RETENTION_DAYS)
    pointer.reclaim_at = timezone.now() + kept
    pointer.save(update_fields=["index_version", "previous", "reclaim_at"])
    enqueue(ReclaimIndexes(), delay_seconds=kept.total_seconds() + 1)


def show_what_answers(index: IndexVersion, scope: Scope) -> None:
    """Show on documents the chunks, pages and warnings of the index version that answers for them from now on."""
    recount_chunks(index.splitting, scope)
    show_readings_in(scope)


def fill_candidates(collection_id: int) -> None:
    """Ask for what complete candidates lack of a collection that they are for from now on."""
    scopes = read_scopes()
    for index in scopes.takers(collection_id):
        if index.state == IndexState.READY and not scopes.is_named(index):
            enqueue(FillIndex(index_id=index.pk), dedupe=f"fill {index.pk}")
