"""Embed texts for callers of the API with the installation's light runtime."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from chat.llm.tokens import estimate_tokens
from documents.context import query_embedder
from documents.embedding.types import ModelMissing
from project.kernel.errors import Unavailable


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """Carry vectors of unit length, one for each text, and about how many tokens were read."""

    model: str
    vectors: list[list[float]]
    tokens: int


def embed(texts: Sequence[str]) -> Embedded:
    """Embed texts; raise Unavailable where the model is not installed."""
    connection.close()  # no connection is held while the model computes
    try:
        vectors = query_embedder(settings.EMBEDDER).embed_passages(list(texts))
    except ModelMissing as missing:
        raise Unavailable("The embedding model is not installed here.") from missing
    tokens = sum(map(estimate_tokens, texts))
    return Embedded(model=settings.EMBEDDER, vectors=vectors.tolist(), tokens=tokens)
