"""Give index versions up."""

from django.utils import timezone

from documents.jobs import DropIndex
from documents.models import IndexVersion
from documents.types import IndexState
from project.kernel.jobs import enqueue


def give_up(index: IndexVersion, state: IndexState) -> None:
    """Let nobody write to the vectors of an index version any more, under the corpus lock; a job drops them."""
    IndexVersion.objects.filter(pk=index.pk).update(state=state, has_table=False, retired_at=timezone.now())
    enqueue(DropIndex(index_id=index.pk))
