"""Embed what answers are checked by."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings

from chat.answering.types import EmbedderFailed, Vectors
from documents.context import query_embedder
from documents.embedding.types import EMBEDDER_DOWN

logger = logging.getLogger(__name__)


class InstalledEmbedder:
    """Embed with the installation's light runtime, which is loaded by the first answer that needs it."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Give (n, d) float32 of unit length."""
        with _failure_named():
            return query_embedder(settings.EMBEDDER).embed_passages(list(texts))

    def embed_query(self, text: str) -> Vectors:
        """Give (d,) float32 of unit length."""
        with _failure_named():
            return query_embedder(settings.EMBEDDER).embed_query(text)


@contextmanager
def _failure_named() -> Iterator[None]:
    try:
        yield
    except EMBEDDER_DOWN as failure:
        logger.warning("passages cannot be embedded", extra={"reason": str(failure)})
        raise EmbedderFailed from failure
