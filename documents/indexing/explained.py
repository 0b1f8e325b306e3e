"""Find which short forms the documents that answer explain, a few documents at a time."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from documents.jobs import FindTerms
from documents.models import Document, DocumentVersion, ExplainedTerm
from documents.questions.definitions import definitions
from documents.questions.synonyms import key_of
from documents.search.known_terms import mark_known
from project.kernel.jobs import Lease, Urgency, enqueue

AT_ONCE = 25
_DUE = Q(live_version__isnull=False) & (
    Q(terms_of_version__isnull=True) | ~Q(terms_of_version=F("live_version"))
)


def ask() -> UUID:
    """Have a job look through what was not looked at yet, once, however often this is asked."""
    return enqueue(FindTerms(), dedupe="find-terms", urgency=Urgency.BULK)


@transaction.atomic
def ask_where_due() -> bool:
    """Ask for a look where a version began to answer since the last one."""
    is_due = Document.objects.filter(_DUE).exists()
    if is_due:
        ask()
    return is_due


def find_terms(job: FindTerms, *, lease: Lease) -> None:
    """Look through what is due; a version that is looked at twice has its terms once."""
    while versions := _due():
        found = {version: definitions(text) for version, (_, text) in versions.items()}
        with transaction.atomic():
            lease.guard()
            documents = {version: document for version, (document, _) in versions.items()}
            _keep(
                documents,
                [_row(documents[v], v, one.short, one.long) for v, each in found.items() for one in each],
            )
        if lease.cancelled:
            return
        if lease.is_turn_over:
            lease.step_aside()
            return


def _due() -> dict[int, tuple[UUID, str]]:
    """Return the document and the text of some versions that answer and were not looked at."""
    with transaction.atomic():
        ids = Document.objects.filter(_DUE).order_by("pk").values_list("live_version", flat=True)[:AT_ONCE]
        rows = DocumentVersion.objects.filter(pk__in=list(ids)).values_list("pk", "document_id", "text")
        return {version: (document, text) for version, document, text in rows}


def _row(document: UUID, version: int, short: str, long: str) -> ExplainedTerm:
    long = " ".join(long.split())
    return ExplainedTerm(
        document_id=document,
        version_id=version,
        short=short,
        long=long,
        short_key=key_of(short),
        long_key=key_of(long),
    )


def _keep(documents: dict[int, UUID], rows: Sequence[ExplainedTerm]) -> None:
    """Keep what versions explain in place of what earlier ones did; a document that is gone meanwhile has none."""
    locked = set(Document.objects.locked(sorted(documents.values())).values_list("pk", flat=True))
    ExplainedTerm.objects.filter(document_id__in=locked).delete()
    ExplainedTerm.objects.bulk_create(
        [row for row in rows if row.document_id in locked], ignore_conflicts=True
    )
    for version, document in documents.items():
        Document.objects.filter(pk=document).update(terms_of_version=version)
    if rows:
        mark_known()
