"""Have graphs asked with what people asked."""

from chat.access.asked import asked_lately
from documents.indexing import recalling
from documents.jobs import CheckRecall
from documents.search.graph import QUESTIONS
from project.kernel.jobs import Lease


def check_recall(job: CheckRecall, *, lease: Lease) -> None:
    """Measure each graph with passages of its own, and with the tenant's latest questions where they are enough."""
    recalling.check_recall(job, lease=lease, asked=asked_lately(QUESTIONS))
