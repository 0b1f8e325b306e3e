"""Name the work that is done behind: frozen, ids only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from project.kernel.jobs import PATIENT, Job
from tenants.types import Role, Scope

# No request that stores a file takes this long to write its row.
ORPHANED_SECONDS = 3_600


@dataclass(frozen=True, kw_only=True)
class ParseDocument(Job):
    """Convert one version of a document and cut it into chunks."""

    queue: ClassVar[str] = "parse"
    document_id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class EmbedPending(Job):
    """Embed what waits in a tenant, across its documents, for a while."""

    queue: ClassVar[str] = "embed"
    max_attempts: ClassVar[int] = 5


@dataclass(frozen=True, kw_only=True)
class LoadDocuments(Job):
    """Store and parse the documents that a bulk upload put into one file."""

    queue: ClassVar[str] = "parse"
    storage_key: str
    user_id: UUID
    line_count: int


@dataclass(frozen=True, kw_only=True)
class BuildIndex(Job):
    """Fill a candidate index version from what is stored, a turn at a time."""

    queue: ClassVar[str] = "reindex"
    max_attempts: ClassVar[int] = 5
    index_id: int


@dataclass(frozen=True, kw_only=True)
class BuildIndexOnRay(BuildIndex):
    """Fill a candidate index version from what is stored, on the machines of a Ray cluster."""

    queue: ClassVar[str] = "ray"


# By where they compute.
BUILDS: Mapping[str, type[BuildIndex]] = MappingProxyType({"local": BuildIndex, "ray": BuildIndexOnRay})
BUILD_KINDS = frozenset(build.kind() for build in BUILDS.values())


@dataclass(frozen=True, kw_only=True)
class BuildGraph(Job):
    """Build the HNSW index of a version that has grown beyond exact search."""

    queue: ClassVar[str] = "reindex"
    index_id: int


@dataclass(frozen=True, kw_only=True)
class DropIndex(Job):
    """Drop the vectors of an index version that nobody will go back to."""

    queue: ClassVar[str] = "reindex"
    max_attempts: ClassVar[int] = PATIENT
    index_id: int


@dataclass(frozen=True, kw_only=True)
class FillIndex(Job):
    """Read, cut and embed what an index version lacks of the documents that came to its collections."""

    queue: ClassVar[str] = "reindex"
    max_attempts: ClassVar[int] = 5
    index_id: int


@dataclass(frozen=True, kw_only=True)
class FollowTenant(Job):
    """Bring a collection back to the tenant's index version, unless another than this one answers for it by then."""

    queue: ClassVar[str] = "reindex"
    max_attempts: ClassVar[int] = 5
    collection_id: int
    index_id: int


@dataclass(frozen=True, kw_only=True)
class ReclaimIndexes(Job):
    """Give up the index versions that were replaced longer ago than they are kept."""

    queue: ClassVar[str] = "reindex"
    max_attempts: ClassVar[int] = PATIENT


@dataclass(frozen=True, kw_only=True)
class MergeSegments(Job):
    """Make few segments of the many that single uploads leave, so that searches by words stay fast."""

    queue: ClassVar[str] = "reindex"


@dataclass(frozen=True, kw_only=True)
class RecountPostings(Job):
    """Compare what searches by words count with with a recount, keep how much differed, and mend it."""

    queue: ClassVar[str] = "reindex"


@dataclass(frozen=True, kw_only=True)
class CheckRecall(Job):
    """Compare the graphs of the tenant's index versions with exact search, and keep what was found."""

    queue: ClassVar[str] = "reindex"


@dataclass(frozen=True, kw_only=True)
class CheckCanaries(Job):
    """Search for planted documents with the eyes of those who may read them and of those who may not."""

    queue: ClassVar[str] = "evaluate"


@dataclass(frozen=True, kw_only=True)
class RemoveFiles(Job):
    """Remove those of some files that no row names: their documents are gone, or never came to be."""

    queue: ClassVar[str] = "parse"
    max_attempts: ClassVar[int] = PATIENT
    storage_keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EditDocuments(Job):
    """Change, erase or retry many documents, a turn at a time; `edit` and `selection` are JSON."""

    queue: ClassVar[str] = "parse"
    user_id: UUID
    edit: str
    selection: str
    # No document that came later, by its id, is touched.
    last_id: UUID


@dataclass(frozen=True, kw_only=True)
class CheckErasure(Job):
    """Look whether anything is left of an erased document, and write down what was found."""

    queue: ClassVar[str] = "parse"
    max_attempts: ClassVar[int] = 5
    document_id: UUID
    storage_keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SettleDocument(Job):
    """Withdraw a document that has expired, at the moment of that, from what search counts and walks through."""

    queue: ClassVar[str] = "parse"
    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class ForgetPast(Job):
    """Remove from search what ended longer ago than the tenant keeps it to be asked for as of a date."""

    queue: ClassVar[str] = "reindex"


@dataclass(frozen=True, kw_only=True)
class FindTerms(Job):
    """Look for the short forms that documents explain, in what began to answer since it was last done."""

    queue: ClassVar[str] = "parse"


@dataclass(frozen=True, kw_only=True)
class SyncSource(Job):
    """Carry out one run of a source: compare what stands there with what stands here."""

    queue: ClassVar[str] = "sync"
    source_id: UUID
    run_id: UUID


@dataclass(frozen=True, kw_only=True)
class StartSync(Job):
    """Start a run of a source when it is due, and ask for the next; without effect where another time was set since."""

    queue: ClassVar[str] = "sync"
    max_attempts: ClassVar[int] = PATIENT
    source_id: UUID
    # The source's `next_run_at` in ISO 8601.
    due: str


@dataclass(frozen=True, kw_only=True)
class TrainRanker(Job):
    """Learn a ranker of the tenant's own from what people thought of answers, searching with the asker's eyes."""

    queue: ClassVar[str] = "evaluate"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class LearnWeights(Job):
    """Learn from the test sets how the legs of a search are weighed, of all collections and of each."""

    queue: ClassVar[str] = "evaluate"


# What people ask for, by its kind, and who may stop it. Whatever else is in the ledger is a step of something that
# they see and stop elsewhere.
ASKED_FOR: Mapping[str, tuple[Scope, Role]] = MappingProxyType(
    {
        LoadDocuments.kind(): (Scope.DOCUMENTS_WRITE, Role.CURATOR),
        EditDocuments.kind(): (Scope.DOCUMENTS_WRITE, Role.CURATOR),
        SyncSource.kind(): (Scope.DOCUMENTS_WRITE, Role.CURATOR),
        BuildIndex.kind(): (Scope.ADMIN, Role.ADMIN),
        BuildIndexOnRay.kind(): (Scope.ADMIN, Role.ADMIN),
        FollowTenant.kind(): (Scope.ADMIN, Role.ADMIN),
        TrainRanker.kind(): (Scope.ADMIN, Role.ADMIN),
        LearnWeights.kind(): (Scope.ADMIN, Role.ADMIN),
    }
)
