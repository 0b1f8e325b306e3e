"""Remove documents with everything that was made of them, and keep the proof of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from documents.canaries import ERASED_CANARIES
from documents.indexing.erased import ERASED, Name, fingerprint
from documents.indexing.parse import required_tenant
from documents.indexing.unnaming import unname
from documents.indexing.withdrawing import settle
from documents.jobs import CheckErasure, RemoveFiles
from documents.models import Document, DocumentVersion, IndexVersion
from documents.search.corpus import remove_chunks
from documents.search.counting import count_left, hold_counts
from documents.search.tuning import lock_tuning, write_tuning
from project.kernel.erasure import tell_erased
from project.kernel.jobs import Urgency, enqueue
from project.kernel.jobs.reading import jobs_of_tenant
from tenants.actions import audit
from tenants.types import Actor

# The request removes the files itself; this is for the case that it dies between commit and that.
BACKSTOP_SECONDS = 60


def remove_documents(document_ids: Sequence[UUID], *, actor: Actor | None = None) -> None:
    """Remove locked documents: rows, postings, counts and vectors now, files right after the commit.

    What was removed of each is added to the trail, in numbers alone; without an actor it was nobody in person.
    """
    ids = list(document_ids)
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    held = hold_counts(ids, with_tables)
    stored = DocumentVersion.objects.filter(document_id__in=ids).exclude(storage_key="")
    keys = dict(stored.values_list("storage_key", "document_id"))
    successors = Document.objects.filter(superseded_by__in=ids).exclude(pk__in=ids)
    replaced = list(successors.values_list("pk", flat=True))
    remove_chunks(list(held.chunk_ids), with_tables)
    elsewhere = tell_erased(ids)
    sources = unname(ids)
    named = Document.objects.filter(pk__in=ids).values_list("pk", "collection__slug", "external_id")
    names = {key: fingerprint((slug, external_id)) for key, slug, external_id in named}
    planted = list(Document.objects.canaries().filter(pk__in=ids).values_list("pk", flat=True))
    # Citations and answers, which are another app's, are removed and blanked by the database itself.
    Document.objects.filter(pk__in=ids).delete()
    # Nothing replaces these any more.
    settle(replaced)
    _note(actor, names, (held.counts, elsewhere, sources), count_left(held, with_tables))
    asked = _clean_up(ids, keys)
    if planted:
        _keep_untold([*planted, *asked])


def _clean_up(document_ids: Sequence[UUID], keys: Mapping[str, UUID]) -> list[UUID]:
    """Remove files after the commit, and have looked whether anything is left; return the jobs of that."""
    asked = []
    if keys:
        asked.append(enqueue(RemoveFiles(storage_keys=tuple(keys)), delay_seconds=BACKSTOP_SECONDS))
        transaction.on_commit(lambda: remove_files(list(keys)))
    for document_id in document_ids:
        mine = tuple(key for key, whose in keys.items() if whose == document_id)
        job = CheckErasure(document_id=document_id, storage_keys=mine)
        asked.append(enqueue(job, urgency=Urgency.URGENT))
    return asked


def _keep_untold(ids: Sequence[UUID]) -> None:
    """Keep the ids of erased canaries and of these jobs, for as long as the ledger has jobs of theirs."""
    before = lock_tuning(ERASED_CANARIES) or []
    mine = jobs_of_tenant().filter(Q(pk__in=before) | Q(payload__document_id__in=before))
    named = {str(name) for row in mine.values_list("pk", "payload__document_id") for name in row}
    write_tuning(ERASED_CANARIES, sorted({*(key for key in before if key in named), *map(str, ids)}))


def note_absent(*, actor: Actor, name: Name) -> None:
    """Remember that a name was erased under which nothing stands: what is on its way under it does not arrive."""
    known = fingerprint(name)
    details = {f"external_id:{known}": {"name": known}}
    audit.note_all(tenant=required_tenant(), actor=actor, action=ERASED, details=details)


def _note(
    actor: Actor | None,
    names: Mapping[UUID, str],
    removed: Sequence[Mapping[UUID, Mapping[str, int]]],
    left: Mapping[str, int],
) -> None:
    details = {
        f"document:{document_id}": {
            "removed": {
                what: count for counts in removed for what, count in counts.get(document_id, {}).items()
            },
            "left": dict(left),
            "name": name,
        }
        for document_id, name in names.items()
    }
    audit.note_all(tenant=required_tenant(), actor=actor, action=ERASED, details=details)


def remove_files(keys: Sequence[str]) -> None:
    """Remove stored files; one that is gone already is no error."""
    for key in keys:
        default_storage.delete(key)
