"""Look after the known questions: end what is over, and keep the editors' wordings comparable."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.jobs import LookAfterKnownQuestions
from chat.models import KnownQuestion
from documents.context import query_embedder
from documents.embedding.types import EMBEDDER_DOWN
from documents.search.questions import usual_model
from documents.search.settings import SearchSettings
from documents.search.tuning import SETTINGS, read_tuning
from project.kernel.jobs import Lease

logger = logging.getLogger(__name__)


def embedder_now() -> str:
    """Name the embedder that places questions, with its revision."""
    return " ".join(usual_model())


def place(texts: Sequence[str]) -> list[list[float]] | None:
    """Return where the embedder of now places each text, outside of any transaction; None while it is down."""
    try:
        embedder = query_embedder(settings.EMBEDDER)
        return [embedder.embed_query(text).tolist() for text in texts]
    except EMBEDDER_DOWN as failure:
        logger.warning("questions cannot be placed", extra={"reason": str(failure)})
        return None


def look_after(job: LookAfterKnownQuestions, *, lease: Lease) -> None:
    """Delete what is over, and place what another embedder placed."""
    embedder = embedder_now()
    waiting = _misplaced(embedder)
    vectors = place([wording for _, wording in waiting]) or []
    with transaction.atomic():
        lease.guard()
        KnownQuestion.objects.expired(timezone.now()).delete()
        # While the embedder is down there is none.
        for (key, wording), vector in zip(waiting, vectors, strict=False):
            KnownQuestion.objects.filter(pk=key, wording=wording).update(embedder=embedder, vector=vector)


@transaction.atomic
def let_go_where_off() -> None:
    """Delete what the tenant has kept of answers, where none is given again any more."""
    if not is_cache_on(SearchSettings.stored(read_tuning(SETTINGS))):
        KnownQuestion.objects.cached().delete()


def is_cache_on(search: SearchSettings) -> bool:
    """Say whether answers are given again: by the installation's switch and by the tenant's own."""
    return bool(settings.ANSWER_CACHE and search.cache)


@transaction.atomic
def _misplaced(embedder: str) -> list[tuple[int, str]]:
    return list(KnownQuestion.objects.not_of(embedder).values_list("pk", "wording"))
