"""Compare graphs with exact search from time to time, and say where one finds too little."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.embedding.types import Vectors
from documents.indexing.parse import required_tenant
from documents.jobs import CheckRecall
from documents.models import IndexVersion, LiveIndex
from documents.search.graph import QUESTIONS, graph_recall, recall_of_questions
from documents.search.questions import Questions
from documents.search.tuning import lock_tuning, write_tuning
from documents.search.vectors import kind_of
from project.kernel.jobs import Lease
from tenants.actions import alarms

RECALL = "recall"
# Of the ten nearest by exact search, in the mean of fifty questions.
LEAST_RECALL = 0.99
# Questions lie farther from all passages than these from each other: of 500 000 rows graphs find .98 to .994, and the
# mean of fifty varies by .017.
LEAST_OF_QUESTIONS = 0.95
LOW = "Search by meaning misses passages: its graph finds {found:.1%} of the nearest ones; expected are {least:.0%}."
LOW_OF_QUESTIONS = (
    "Search by meaning misses passages: its graph finds {found:.1%} of those nearest to what people asked;"
    " expected are {least:.0%}."
)


def check_recall(job: CheckRecall, *, lease: Lease, asked: Sequence[str] = ()) -> None:
    """Measure each graph, keep the figures with their date, and sound or clear the alarm; twice is once more.

    Where so many questions of people are handed to it as make a figure, it asks with these, too.
    """
    with transaction.atomic():
        graphs = list(IndexVersion.objects.open().filter(has_hnsw=True).order_by("pk"))
    measured = {}
    for index in graphs:
        if lease.cancelled:
            return
        placed = _placed(asked[:QUESTIONS], index.settings)
        kind = kind_of(index.settings)
        # Every question is compared with each row: a transaction of its own, which holds no lock.
        with transaction.atomic():
            found = {
                "recall": graph_recall(index.pk, kind),
                "of_questions": recall_of_questions(index.pk, kind, placed) if placed else None,
            }
        measured[str(index.pk)] = {**found, "checked_at": timezone.now().isoformat()}
    _keep(measured, lease)


def is_low(measured: Mapping[str, Any]) -> bool:
    """Say whether a graph finds less than it should of what is near to passages, or to questions."""
    found, of_questions = measured.get("recall"), measured.get("of_questions")
    return (found is not None and found < LEAST_RECALL) or (
        of_questions is not None and of_questions < LEAST_OF_QUESTIONS
    )


def _placed(asked: Sequence[str], settings: Mapping[str, Any]) -> list[Vectors]:
    """Return the vectors of questions by an index version's model; none where they are too few, or it is down."""
    model = (settings["embedder"], settings["revision"])
    placed: list[Vectors] = []
    for text in asked if len(asked) >= QUESTIONS else ():
        question = Questions(text)
        question.embed([model])
        vector = question.by(model)
        if vector is None:
            return []
        placed.append(vector.values)
    return placed


@transaction.atomic
def _keep(measured: dict[str, dict[str, Any]], lease: Lease) -> None:
    lease.guard()
    before = (lock_tuning(RECALL) or {}).get("indexes", {})
    for key, one in measured.items():
        # What was not asked this time is as it was: no alarm ends without a measurement.
        if one["of_questions"] is None:
            one["of_questions"] = before.get(key, {}).get("of_questions")
    write_tuning(RECALL, {"checked_at": timezone.now().isoformat(), "indexes": measured})
    live = {str(key) for key in LiveIndex.objects.values_list("index_version_id", flat=True)}
    low = [one for key, one in measured.items() if key in live and is_low(one)]
    if low:
        says, found = _said(low)
        alarms.sound(tenant=required_tenant(), kind=RECALL, says=says, recall=found)
    else:
        alarms.clear(tenant=required_tenant(), kind=RECALL)


def _said(low: Sequence[Mapping[str, Any]]) -> tuple[str, float]:
    """Return what the alarm says, and the figure that it is about: the one of passages where that is low itself."""
    found = min(one["recall"] for one in low)
    if found < LEAST_RECALL:
        return LOW.format(found=found, least=LEAST_RECALL), found
    of_questions = min(one["of_questions"] for one in low)
    return LOW_OF_QUESTIONS.format(found=of_questions, least=LEAST_OF_QUESTIONS), of_questions
