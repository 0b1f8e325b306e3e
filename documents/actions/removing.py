"""Remove documents with everything that was made of them."""

from collections.abc import Sequence
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from documents.indexing.withdrawing import settle
from documents.jobs import RemoveFiles
from documents.models import Chunk, Document, DocumentVersion, IndexVersion
from documents.search.corpus import remove_chunks
from project.kernel.erasure import tell_erased
from project.kernel.jobs import enqueue

# The request removes the files itself; this is for the case that it dies between commit and that.
BACKSTOP_SECONDS = 60


def remove_documents(document_ids: Sequence[UUID]) -> None:
    """Remove locked documents: rows, postings, counts and vectors now, files right after the commit."""
    ids = list(document_ids)
    chunks = Chunk.objects.filter(version__document_id__in=ids).values_list("pk", flat=True)
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    keys = list(DocumentVersion.objects.filter(document_id__in=ids).values_list("storage_key", flat=True))
    remove_chunks(list(chunks), with_tables)
    replaced = list(
        Document.objects.filter(superseded_by__in=ids).exclude(pk__in=ids).values_list("pk", flat=True)
    )
    tell_erased(ids)
    # Citations and answers, which are another app's, are removed and blanked by the database itself.
    Document.objects.filter(pk__in=ids).delete()
    # Nothing replaces these any more.
    settle(replaced)
    if keys:
        enqueue(RemoveFiles(storage_keys=tuple(keys)), delay_seconds=BACKSTOP_SECONDS)
        transaction.on_commit(lambda: remove_files(keys))


def remove_files(keys: Sequence[str]) -> None:
    """Remove stored files; one that is gone already is no error."""
    for key in keys:
        default_storage.delete(key)
