"""Withdraw documents that have expired or were replaced, and bring back those that are so no longer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from documents.jobs import SettleDocument
from documents.models import Chunk, Document, IndexVersion
from documents.search.corpus import lock_corpus, place_many
from documents.search.past import note_force
from project.kernel.db import current_tenant
from project.kernel.jobs import Lease, Urgency, enqueue_all

# A search looks at the moment itself; nobody waits a century for what else a document's end tidies up.
NEVER_SECONDS = 100 * 365 * 86_400
ENDS_AT_ONCE = 500


def settle_document(job: SettleDocument, *, lease: Lease) -> None:
    """Settle a document at its end, and others whose end has passed; one that was renewed since stays as it is."""
    tenant = current_tenant()
    assert tenant is not None, "this job belongs to a tenant"
    with transaction.atomic():
        lease.guard()
        lock_corpus(tenant)
        # Many may end at one moment: the maps of their segments are drawn once, and their own jobs find nothing to do.
        settle([job.document_id, *overdue()])


def overdue() -> list[UUID]:
    """Return documents whose end has passed, and that are not withdrawn yet: a good many at most."""
    ended = Document.objects.filter(expires_at__lte=Now(), is_withdrawn=False)
    return list(ended.order_by("pk").values_list("pk", flat=True)[:ENDS_AT_ONCE])


def settle(document_ids: Iterable[UUID | None]) -> None:
    """Let the chunks of these documents answer, or not, as the documents are now; under the corpus lock.

    A document is withdrawn from the moment that it expires, and for as long as one that supersedes it has a version
    that answers.
    """
    successors = Document.objects.filter(supersedes=OuterRef("pk"), live_version__isnull=False)
    is_over = Case(
        When(Q(expires_at__lte=Now()) | Exists(successors), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    ids = [document_id for document_id in document_ids if document_id is not None]
    mine = list(Document.objects.locked(ids).annotate(is_over=is_over).exclude(is_withdrawn=F("is_over")))
    for document in mine:
        document.is_withdrawn = vars(document)["is_over"]
    for over in (True, False):
        changed = [document.pk for document in mine if document.is_withdrawn is over]
        Document.objects.filter(pk__in=changed).update(is_withdrawn=over)
    _place(mine)
    note_force(ids)


def ask_for_ends(documents: Iterable[Document]) -> None:
    """Ask for what tidies up after the end of each of these documents that has one ahead."""
    now = timezone.now()
    ends = [
        (document.pk, (document.expires_at - now).total_seconds())
        for document in documents
        if document.expires_at
    ]
    ahead = [(key, seconds) for key, seconds in ends if 0 < seconds < NEVER_SECONDS]
    jobs = [SettleDocument(document_id=key) for key, _ in ahead]
    enqueue_all(jobs, urgency=Urgency.URGENT, delays_seconds=[seconds for _, seconds in ahead])


def settle_predecessors(documents: Iterable[Document]) -> None:
    """Settle what these documents supersede, under the corpus lock."""
    if replaced := [document.supersedes_id for document in documents if document.supersedes_id]:
        settle(replaced)


def _place(documents: Sequence[Document]) -> None:
    places = {d.live_version_id: (d.collection_id, d.answering_audience_id) for d in documents}
    # What it answered with before it answered again stays as it was.
    chunks = Chunk.objects.filter(version_id__in=places.keys() - {None}, splitting__gt=0)
    placed: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for chunk_id, version_id in chunks.values_list("pk", "version_id"):
        placed[places[version_id]].append(chunk_id)
    place_many(placed, list(IndexVersion.objects.with_tables().values_list("pk", flat=True)))
