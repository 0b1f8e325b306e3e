"""Forget what Redis still has of answers whose documents are erased; their rows the database blanks itself."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from chat.models import Citation, CuratedAnswer, KnownQuestion, Message, Trace
from chat.streams import STREAM_SECONDS, forget
from project.kernel.db import current_tenant
from project.kernel.erasure import Removed


def forget_streams_of(document_ids: Sequence[UUID]) -> Removed:
    """Remove, once the erasure holds, the streams of answers that were made of these documents.

    Return how many citations, answers, traces and streams go of each.
    """
    tenant = current_tenant()
    assert tenant is not None
    # The longest answer ends minutes after it was asked for, and its stream lives from then.
    since = timezone.now() - timedelta(seconds=2 * STREAM_SECONDS)
    recent = Message.objects.made_of(document_ids).filter(created_at__gte=since)
    messages = list(recent.values_list("pk", flat=True))
    transaction.on_commit(lambda: forget(tenant, messages))
    return _counts(document_ids, frozenset(messages))


def find_left_of(document_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Count citations of erased documents, and answers and traces that still hold words of them."""
    made = Message.objects.made_of(document_ids)
    return {
        "citations": Citation.objects.filter(document_id__in=document_ids).count(),
        "answers": made.exclude(answer="").count(),
        "traces": Trace.objects.filter(message__in=made).exclude(searched="").count(),
        "cached_answers": KnownQuestion.objects.filter(message__in=made).count(),
        "curated_answers": CuratedAnswer.objects.made_of(document_ids).exclude(answer="").count(),
    }


def _counts(document_ids: Sequence[UUID], streamed: frozenset[UUID]) -> dict[UUID, dict[str, int]]:
    names = ("citations", "answers", "traces", "streams", "cached_answers", "curated_answers")
    counts: dict[UUID, dict[str, int]] = {
        document_id: dict.fromkeys(names, 0) for document_id in document_ids
    }
    cited = Citation.objects.filter(document_id__in=document_ids).order_by().values_list("document_id")
    for document_id, count in cited.annotate(count=Count("pk")):
        counts[document_id]["citations"] = count
    made = Message.objects.made_of(document_ids).annotate(
        has_answer=Count("pk", filter=~Q(answer="")),
        has_trace=Count("trace", filter=~Q(trace__searched="")),
        is_cached=Count("known"),
    )
    for key, sources, unseen, has_answer, has_trace, is_cached in made.values_list(
        "pk", "source_documents", "unseen_sources", "has_answer", "has_trace", "is_cached"
    ):
        for document_id in counts.keys() & {*sources, *unseen}:
            mine = counts[document_id]
            mine["answers"] += has_answer
            mine["traces"] += has_trace
            mine["streams"] += key in streamed
            mine["cached_answers"] += is_cached
    curated = CuratedAnswer.objects.made_of(document_ids).exclude(answer="")
    for sources in curated.values_list("source_documents", flat=True):
        for document_id in counts.keys() & set(sources):
            counts[document_id]["curated_answers"] += 1
    return counts
