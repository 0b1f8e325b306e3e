"""Hold the rankers of this process, as its settings and a tenant's record name them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from documents.embedding.alone import TABLE
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import TOKENIZER
from documents.ranking.create import create_ranker
from documents.ranking.light import Learned, LightRanker, shipped
from documents.ranking.ranker import Ranker
from documents.ranking.tiers import Tier
from documents.ranking.tokens import TokenVectors, load_tokens

LIGHT_DEPTH = 50
# Of a processor's time a ranker of either tier takes so many cores at most; what overruns keeps one of them.
LIGHT_THREADS, HEAVY_THREADS = 4, 4


def learned_by(record: Mapping[str, Any] | None) -> Learned:
    """Return what a tenant's ranker has learned, or the one that is shipped; raise RankerDown."""
    return Learned.stored(record) if record else shipped()


def light_ranker(learned: Learned) -> LightRanker:
    """Return the light ranker of some weights; raise RankerDown without the vectors that it compares."""
    return LightRanker(learned, token_vectors())


def has_token_vectors() -> bool:
    """Say whether the light ranker's vectors were made here."""
    return _table().is_file()


@cache
def token_vectors() -> TokenVectors:
    """Return the vectors of tokens, read once; raise RankerDown."""
    return load_tokens(_table(), _table().with_name(TOKENIZER))


@cache
def heavy_ranker() -> Ranker | None:
    """Return the operator's cross-encoder, loaded once; None where none is set. Raise RankerDown."""
    return create_ranker(settings.RERANKER, key=settings.RERANKER_KEY, seconds=settings.RERANK_SECONDS)


@cache
def light_tier() -> Tier:
    """Return where light rankers run."""
    return Tier(seconds=settings.RERANK_LIGHT_SECONDS, depth=LIGHT_DEPTH, threads=LIGHT_THREADS)


@cache
def heavy_tier() -> Tier:
    """Return where the operator's ranker runs."""
    return Tier(seconds=settings.RERANK_SECONDS, depth=settings.RERANK_PASSAGES, threads=HEAVY_THREADS)


def _table() -> Path:
    return ALL_MINILM_L6_V2.runtime_dir(settings.MODELS_DIR) / TABLE
