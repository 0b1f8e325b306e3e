"""Hold what this process loads once: embedding models and their tokenizers."""

import atexit
import os
import threading
from functools import cache

from django.conf import settings
from tokenizers import Tokenizer

from documents.embedding.create import create_embedder, create_query_embedder
from documents.embedding.gathering import GatheringEmbedder
from documents.embedding.registry import embedder_entry
from documents.embedding.tokens import counting_tokenizer
from documents.embedding.types import Embedder
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import Limits

# Somebody waits for a preview, beside others who ask the same process.
PREVIEW_LIMITS = Limits(
    content_bytes=20_000_000,
    unpacked_bytes=100_000_000,
    pages=500,
    ocr_pages=5,
    memory_bytes=512 * 1024 * 1024,
    wall_seconds=20,
)

# Batches of questions that are computed at the same time, a thread each; the other half is for all else.
QUERY_LANES = max(1, len(os.sched_getaffinity(0)) // 2)

_loading = threading.Lock()


def query_embedder(embedder: str) -> Embedder:
    """Return the light runtime that embeds questions, many at a time where they come so; it never loads torch.

    Raise ModelMissing.
    """
    with _loading:
        return _query_embedder(embedder)


def passage_embedder(embedder: str) -> Embedder:
    """Return the runtime that embeds passages, on CUDA where there is one. Raise ModelMissing."""
    with _loading:
        return _passage_embedder(embedder)


def languages_of(embedder: str) -> tuple[str, ...]:
    """Return the languages that a model reads, by ISO 639-1 code. Raise ModelMissing."""
    return embedder_entry(embedder).languages


def tokenizer_of(embedder: str) -> Tokenizer:
    """Return the tokenizer by which chunks are measured. Raise ModelMissing."""
    with _loading:
        return counting_tokenizer(embedder_entry(embedder), settings.MODELS_DIR)


@cache
def _query_embedder(embedder: str) -> Embedder:
    return GatheringEmbedder(
        create_query_embedder(embedder_entry(embedder), settings.MODELS_DIR), QUERY_LANES
    )


@cache
def _passage_embedder(embedder: str) -> Embedder:
    return create_embedder(embedder_entry(embedder), settings.MODELS_DIR, threads=settings.EMBED_THREADS)


@cache
def converting_sandbox() -> Sandbox:
    """Return the process that reads files from outside; it starts with the first file."""
    sandbox = Sandbox(Limits(ocr_pages=settings.OCR_PAGES), tuple(settings.OCR_LANGUAGES.split(",")))
    atexit.register(sandbox.close)
    return sandbox


@cache
def previewing_sandbox() -> Sandbox:
    """Return the process that reads files somebody only tries out, within tighter limits."""
    sandbox = Sandbox(PREVIEW_LIMITS, tuple(settings.OCR_LANGUAGES.split(",")))
    atexit.register(sandbox.close)
    return sandbox
