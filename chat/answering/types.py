"""Hold what goes into an answer and what is remembered of how it came about, all frozen."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chat.types import AnswerMode, AnswerSentence, Citation, Recalled, StageName, Usage
from documents.types import SearchResult, Surrounding

Vectors = NDArray[np.float32]


class EmbedderFailed(Exception):
    """Say that texts cannot be embedded now: no model, or one that broke."""


class Embedder(Protocol):
    """Place texts in a space where what means the same lies near; called in a thread, may raise `EmbedderFailed`."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Give (n, d) float32 of unit length."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Give (d,) float32 of unit length."""
        ...


class Lexicon(Protocol):
    """Know languages by their words, as the search does."""

    def language_of(self, text: str) -> str:
        """Give the ISO 639-1 code of the language of a text."""
        ...

    def terms(self, text: str, language: str) -> Sequence[str]:
        """Give the stems of the words that carry meaning, in their order."""
        ...


class Retriever(Protocol):
    """Find the passages for a question that stands alone, on behalf of the person who asks."""

    def __call__(self, question: str) -> Awaitable[SearchResult]:
        """Give the passages, best first."""
        ...


class Surrounder(Protocol):
    """Find what stands around passages, on behalf of the person who asks."""

    def __call__(self, chunk_ids: Sequence[UUID]) -> Awaitable[tuple[Surrounding, ...]]:
        """Give the text around each chunk that the person may still see."""
        ...


class RecallFailed(Exception):
    """Say that what is known already cannot be looked up now."""


@dataclass(frozen=True, kw_only=True)
class KnownAnswer:
    """Hold an answer that need not be made: an editor's, or one that was given before."""

    recalled: Recalled
    answer: str
    citations: tuple[Citation, ...]
    sentences: tuple[AnswerSentence, ...] = ()
    model: str = ""
    mode: AnswerMode | None = None
    index_version: int = 0
    # The day that its question's words mean, where it cites a version of then.
    meant_as_of: date | None = None
    # What it had to do without when it was made.
    degraded: tuple[str, ...] = ()
    # All documents that it was made of, cited or not.
    sources: frozenset[UUID] = frozenset()
    # Of an editor's text also those that its reader does not see: it goes when they are erased.
    unseen: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Recollection:
    """Say what was found among the known answers, and how near it came."""

    known: KnownAnswer | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    # Where the same is being answered for somebody else: waits for that, for so long as it may take, and looks again.
    wait: "Callable[[], Awaitable[Recollection]] | None" = None


class Recaller(Protocol):
    """Look among the known answers, on behalf of the person who asks; may raise `RecallFailed`."""

    def __call__(self, question: str) -> Awaitable[Recollection]:
        """Give the answer to a question that stands alone, where it is known."""
        ...


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Keep an earlier question of the conversation and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Ask something; `id` is the client's own name for it, `tenant` takes its turn at the model."""

    id: str
    conversation: UUID
    tenant: UUID
    text: str
    history: tuple[Turn, ...] = ()
    # Whether it is completed from what was said before, where it leans on that.
    completes: bool = True


@dataclass(frozen=True, kw_only=True)
class ReaderSettings:
    """Say how much is read and how much evidence is enough; `tests/evals/answers.py` measures them."""

    passages: int = 8
    quotes: int = 3
    quote_characters: int = 900
    # A further quote is worth its reader's time from this share of the best one's score on.
    quote_share: float = 0.7
    units: int = 40
    windows: int = 12
    threshold: float = 0.51
    # What the embedder reads; elsewhere words decide.
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, kw_only=True)
class AnswerSettings:
    """Bound the pipeline."""

    reader: ReaderSettings = field(default_factory=ReaderSettings)
    history_turns: int = 4
    phrase_seconds: float = 1.0
    condense_seconds: float = 4.0
    guard_seconds: float = 0.5
    recall_seconds: float = 2.0
    surround_seconds: float = 2.0
    support_threshold: float = 0.6
    # What passages and the text around them take of a prompt; without room the passages stand alone.
    passage_tokens: int = 4_000


@dataclass(frozen=True, kw_only=True)
class Step:
    """Remember one stage: when it began and how long it took, in milliseconds, and what it found."""

    name: StageName
    begun_ms: float
    took_ms: float
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Considered:
    """Remember a passage, and why it was used or dropped."""

    chunk_id: UUID
    document_id: UUID
    rank: int
    score: float
    tokens: int
    fate: str


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Remember how an answer came about."""

    question: str
    searched: str
    mode: AnswerMode
    model: str
    steps: tuple[Step, ...] = ()
    passages: tuple[Considered, ...] = ()
    query_id: UUID | None = None
    index_version: int = 0
    usage: Usage = field(default_factory=Usage)
    degraded: tuple[str, ...] = ()
