"""Compare graphs with exact search from time to time, and say where one finds too little."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.indexing.parse import required_tenant
from documents.jobs import CheckRecall
from documents.models import IndexVersion, LiveIndex
from documents.search.graph import graph_recall
from documents.search.tuning import lock_tuning, write_tuning
from documents.search.vectors import kind_of
from project.kernel.jobs import Lease
from tenants.actions import alarms

RECALL = "recall"
# Of the ten nearest by exact search, in the mean of fifty questions.
LEAST_RECALL = 0.99
LOW = "Search by meaning misses passages: its graph finds {found:.1%} of the nearest ones; expected are {least:.0%}."


def check_recall(job: CheckRecall, *, lease: Lease) -> None:
    """Measure each graph, keep the figures with their date, and sound or clear the alarm; twice is once more."""
    with transaction.atomic():
        graphs = list(IndexVersion.objects.open().filter(has_hnsw=True).order_by("pk"))
    measured = {}
    for index in graphs:
        if lease.cancelled:
            return
        # Every question is compared with each row: a transaction of its own, which holds no lock.
        with transaction.atomic():
            found = graph_recall(index.pk, kind_of(index.settings))
        measured[str(index.pk)] = {"recall": found, "checked_at": timezone.now().isoformat()}
    _keep(measured, lease)


@transaction.atomic
def _keep(measured: dict[str, dict[str, Any]], lease: Lease) -> None:
    lease.guard()
    lock_tuning(RECALL)
    write_tuning(RECALL, {"checked_at": timezone.now().isoformat(), "indexes": measured})
    live = {str(key) for key in LiveIndex.objects.values_list("index_version_id", flat=True)}
    found = [one["recall"] for key, one in measured.items() if key in live]
    if found and min(found) < LEAST_RECALL:
        says = LOW.format(found=min(found), least=LEAST_RECALL)
        alarms.sound(tenant=required_tenant(), kind=RECALL, says=says, recall=min(found))
    else:
        alarms.clear(tenant=required_tenant(), kind=RECALL)
