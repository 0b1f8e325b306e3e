"""Hold what travels through a chat: events, citations and outcomes, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from documents.types import DocumentRef


class Outcome(StrEnum):
    """Say how a question ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    PASSAGES_ONLY = "passages_only"


class StageName(StrEnum):
    """Name the steps that a reader may watch."""

    CONDENSE = "condense"
    GUARD = "guard"
    RECALL = "recall"
    SEARCH = "search"
    READ = "read"
    WRITE = "write"


# Among what an answer is `degraded` by: the model reached the length that it may write.
ANSWER_LENGTH = "answer_length"
AnswerMode = Literal["quote", "generate"]


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Point from an answer to the words of a document: `quote` is its text at `start:end`, in characters."""

    n: int
    chunk_id: UUID
    document: DocumentRef
    page: int | None
    section: tuple[str, ...]
    quote: str
    start: int
    end: int
    verified: bool
    # Where people find it: "Slide 3", "Budget!A5:F12"; empty in a text without pages.
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerSentence:
    """Say which citations support the characters `start:end` of an answer; without any it is not verified."""

    start: int
    end: int
    citations: tuple[int, ...]
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Count the tokens that the model server reported."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Count what several requests took together."""
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, kw_only=True)
class Cached:
    """Say that an answer was given before, and when."""

    at: datetime
    # The message that it was first given in, which is another person's perhaps: never shown.
    message: UUID


@dataclass(frozen=True, kw_only=True)
class Curated:
    """Say which editor's text an answer is, and when it was reviewed."""

    id: UUID
    by: str
    reviewed_on: date
    # A document that it cites has changed since.
    has_changed_source: bool = False


Recalled = Cached | Curated


@dataclass(frozen=True, kw_only=True)
class Started:
    """Open a message; `id` is the name that the client gave to its question."""

    id: str
    conversation: UUID


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Tell what happens now."""

    name: StageName
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """List the passages that the answer may draw on, before it is written."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True)
class Token:
    """Carry the next characters of the answer; all of them joined are the answer."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Done:
    """End a message with its whole answer."""

    answer: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    model: str = ""
    mode: AnswerMode = "generate"
    usage: Usage = field(default_factory=Usage)
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    degraded: tuple[str, ...] = ()
    # None where it was made for this question.
    recalled: Recalled | None = None
    # The day that the question's words mean, where the answer cites a version of then that is replaced by now.
    meant_as_of: date | None = None


@dataclass(frozen=True, kw_only=True)
class Failed:
    """End a message that could not be finished; `answer` keeps what was written, which is not the whole."""

    code: str
    detail: str
    retryable: bool
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """End a message that its reader stopped; `answer` keeps what was written."""

    answer: str


Ending = Done | Failed | Stopped
Event = Started | Stage | Sources | Token | Ending
