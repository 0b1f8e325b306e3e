"""Hold what travels between documents and the rest, all frozen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID


class Status(StrEnum):
    """Say where a document stands on its way to being searchable."""

    QUEUED = "queued"
    PARSING = "parsing"
    EMBEDDING = "embedding"
    READY = "ready"
    FAILED = "failed"
    QUARANTINED = "quarantined"


# Its latest version was read and cut.
PARSED = (Status.EMBEDDING, Status.READY)
# Nothing more becomes of this version by itself.
ENDED = (Status.READY, Status.FAILED, Status.QUARANTINED)


class Reason(StrEnum):
    """Say why there is a version."""

    UPLOADED = "uploaded"
    RENAMED = "renamed"
    READ_AGAIN = "read_again"
    RESTORED = "restored"


class IndexState(StrEnum):
    """Say where an index version stands."""

    BUILDING = "building"
    READY = "ready"
    LIVE = "live"
    RETIRED = "retired"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunState(StrEnum):
    """Say where a run of a source stands."""

    QUEUED = "queued"
    RUNNING = "running"
    # It would remove more than the source's share, and waits for a person.
    ASKING = "asking"
    DONE = "done"
    REFUSED = "refused"
    # It asked, and a later run began before anybody answered.
    SUPERSEDED = "superseded"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_RUNS = (RunState.QUEUED, RunState.RUNNING)


class Happened(StrEnum):
    """Say what became of an item in a run."""

    ADDED = "added"
    UPDATED = "updated"
    REMOVED = "removed"
    # More than the source's share would go at once: a person is asked.
    WOULD_REMOVE = "would_remove"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    # A person erased its document here: it is not brought back.
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class DocumentRef:
    """Name a document and its version."""

    id: UUID
    external_id: str
    title: str
    url: str
    collection: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Keep what each leg of the search made of a chunk; None where it did not find it."""

    dense: float | None = None
    lexical: float | None = None
    fused: float | None = None
    rerank: float | None = None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Carry a chunk that was found: its text lies at `start:end` of the extracted document, in characters."""

    chunk_id: UUID
    document: DocumentRef
    text: str
    page: int | None
    section: tuple[str, ...]
    start: int
    end: int
    score: float
    scores: Scores
    tokens: int
    # Where people find it: "Slide 3", "Budget!A5:F12"; empty in a text without pages.
    place: str = ""
    # The characters of the passage around it; None where it was cut before passages had one.
    parent: tuple[int, int] | None = None
    # Since when its document is as it is.
    dated: datetime | None = None
    # The other documents that say the same, of those that the asker may see; and the passage that says it instead.
    also_in: tuple[DocumentRef, ...] = ()
    repeats: UUID | None = None

    @property
    def key(self) -> tuple[UUID, int]:
        """Return the chunk and the version that it is of: several versions may have a chunk of one id."""
        return self.chunk_id, self.document.version


@dataclass(frozen=True, kw_only=True)
class ChunkSpan:
    """Say where a chunk stands in its document: its characters, and where people find it."""

    chunk_id: UUID
    start: int
    end: int
    page: int | None
    place: str
    section: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Surrounding:
    """Carry the text around a chunk, which lies at `start:end` of a version's extracted text, in characters.

    Those of one version and one `cut` are parts of one text; `chunks` are all that stand in it, in their order.
    """

    chunk_id: UUID
    version: int
    cut: int
    text: str
    start: int
    end: int
    chunks: tuple[ChunkSpan, ...]

    @property
    def key(self) -> tuple[UUID, int]:
        """Return what it is around: a chunk that several versions have is in each of them elsewhere."""
        return self.chunk_id, self.version

    def holds(self, passage: Passage) -> bool:
        """Say whether it is still around this very passage: a new version may have come between."""
        start = passage.start - self.start
        is_same = self.version == passage.document.version and start >= 0
        return is_same and self.text.startswith(passage.text, start)


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """Answer a search: the passages, best first, which parts were missing, and where the time went."""

    query_id: UUID
    passages: tuple[Passage, ...]
    index_version: int
    degraded: tuple[str, ...] = ()
    # Whose order it is: a ranker's name and version, or "fusion".
    ranked_by: str = "fusion"
    # The words and phrases that nothing found may hold, as they were written behind their signs.
    excluded: tuple[str, ...] = ()
    # Words of the question that nothing visible holds, each with the terms that were searched for in its place.
    misspelt: Mapping[str, Collection[str]] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    # What was searched and how: terms, weights, how many chunks were visible, exact or by graph.
    explanation: Mapping[str, object] = field(default_factory=dict)
    # The moment whose versions answer; None: those of now.
    as_of: datetime | None = None
    # The moment that the question's words mean, of which some passages are beside those of now.
    meant: datetime | None = None
    # Which versions of documents were found for that moment, and not among those of now.
    past: frozenset[tuple[UUID, int]] = frozenset()

    @property
    def meant_as_of(self) -> date | None:
        """Return the day that the question's words mean, where a passage is of a version of then."""
        return self.day_of(passage.document for passage in self.passages)

    def day_of(self, documents: Iterable[DocumentRef]) -> date | None:
        """Return the day that the question's words mean, where any of these is a version of then."""
        if self.meant is None or not any((one.id, one.version) in self.past for one in documents):
            return None
        return self.meant.astimezone(UTC).date()
