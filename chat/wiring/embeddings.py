"""Embed texts for callers of the API with the installation's light runtime."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from chat.llm.tokens import estimate_tokens
from documents.context import query_embedder
from documents.embedding.types import EMBEDDER_DOWN
from project.kernel.errors import Unavailable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """Carry vectors of unit length, one for each text, and about how many tokens were read."""

    model: str
    vectors: list[list[float]]
    tokens: int


def embed(texts: Sequence[str]) -> Embedded:
    """Embed texts; raise Unavailable where the model is not installed or broke."""
    connection.close()  # no connection is held while the model computes
    try:
        vectors = query_embedder(settings.EMBEDDER).embed_passages(list(texts))
    except EMBEDDER_DOWN as failure:
        logger.warning("texts cannot be embedded", extra={"reason": str(failure)})
        raise Unavailable("The embedding model is not available here.") from failure
    tokens = sum(map(estimate_tokens, texts))
    return Embedded(model=settings.EMBEDDER, vectors=vectors.tolist(), tokens=tokens)
