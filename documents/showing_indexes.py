"""Show index versions, and the pipeline files that asked for them, as the contract names their fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from documents.access import access_index
from documents.indexing.kinds import Need
from documents.jobs import FollowTenant
from documents.models import Collection, IndexVersion, LiveIndex, PipelineFile
from documents.search.scopes import read_scopes
from documents.showing import People, eta_seconds
from documents.types import IndexState
from project.kernel.jobs.reading import jobs_of_tenant
from tenants.types import Actor


class Standing:
    """Know where each index version stands, read once for many of them."""

    def __init__(self) -> None:
        """Read the pointers, the names of collections, and what is on its way back."""
        self._scopes = read_scopes()
        self._slugs = dict(Collection.objects.values_list("pk", "slug"))
        returning = jobs_of_tenant().open().filter(kind=FollowTenant.kind(), cancel_requested=False)
        self._returning = [job.payload for job in returning]

    def state(self, index: IndexVersion) -> str:
        """Return its state; what a pointer names is live."""
        is_live = any(pointer.index_version_id == index.pk for pointer in self._scopes.pointers.values())
        return IndexState.LIVE.value if is_live else index.state

    def built_for(self, index: IndexVersion) -> list[str] | None:
        """Return the collections that it was built for; None for the tenant's."""
        return None if index.collections is None else self._names(index.collections)

    def answers_for(self, index: IndexVersion) -> list[str] | None:
        """Return the collections for which it answers; None for all that have no version of their own."""
        named = {
            key: pointer
            for key, pointer in self._scopes.pointers.items()
            if pointer.index_version_id == index.pk
        }
        return None if LiveIndex.TENANT in named else self._names(named)

    def leaving(self, index: IndexVersion) -> list[str]:
        """Return the collections for which it answers and that are on the way back to the tenant's."""
        returning = {job["collection_id"] for job in self._returning if job["index_id"] == index.pk}
        pointers = self._scopes.pointers
        return self._names(
            key for key in returning if key in pointers and pointers[key].index_version_id == index.pk
        )

    def reclaimed_at(self, index: IndexVersion) -> Any:
        """Return when it is given up: by the last pointer that could go back to it; None where it is not."""
        named = [p for p in self._scopes.pointers.values() if p.previous_id == index.pk]
        if not named or self.state(index) == IndexState.LIVE:
            return None
        return max((p.reclaim_at for p in named if p.reclaim_at), default=None)

    def _names(self, keys: Any) -> list[str]:
        return sorted(self._slugs[key] for key in keys if key in self._slugs)


@transaction.atomic
def describe_index(*, index_id: int) -> dict[str, Any]:
    """Return the fields of an index version after a change; raise NotFound."""
    return show_index(access_index(index_id=index_id), Standing())


def show_index(index: IndexVersion, standing: Standing) -> dict[str, Any]:
    """Return an index version's fields."""
    return {
        "id": index.pk,
        "number": index.pk,
        "state": standing.state(index),
        "collections": standing.built_for(index),
        "answers_for": standing.answers_for(index),
        "leaving": standing.leaving(index),
        "settings": index.settings,
        "needs": _needs(index),
        "changes": index.changes,
        "progress": {
            "total": index.total,
            "done": index.done,
            "failed": index.failed,
            "eta_seconds": _eta_seconds(index),
        },
        "cost": index.cost,
        "error": index.error,
        "job": index.job_id,
        "created_at": index.created_at,
        "ready_at": index.ready_at,
        "promoted_at": index.promoted_at,
        "retired_at": index.retired_at,
        "reclaimed_at": standing.reclaimed_at(index),
    }


def _needs(index: IndexVersion) -> Need | None:
    """Return what it had to be made by; None for the first one, which was there before any document was read."""
    if index.job_id is None:
        return None
    if index.reading == index.pk:
        return Need.REPARSE
    if index.splitting == index.pk:
        return Need.RESPLIT
    return Need.REEMBED if index.derived_from is None else Need.DERIVE


def _eta_seconds(index: IndexVersion) -> int | None:
    if index.state != IndexState.BUILDING:
        return 0
    return eta_seconds(index.started_at, {"total": index.total, "done": index.done})


def show_files(files: Sequence[PipelineFile], *, actor: Actor) -> list[dict[str, Any]]:
    """Return the fields of files that were applied, each with what became of its index version."""
    people, standing = People(actor), Standing()
    asked_for = [file.index_version for file in files if file.index_version is not None]
    indexes = IndexVersion.objects.in_bulk(asked_for)
    return [
        {
            "number": file.number,
            "content": file.content,
            "index": file.index_version,
            "state": _state(file, indexes, standing),
            "applied_by": file.applied_by,
            "author": people.named(file.applied_by),
            "applied_at": file.applied_at,
        }
        for file in files
    ]


def _state(file: PipelineFile, indexes: Mapping[Any, IndexVersion], standing: Standing) -> str | None:
    index = indexes.get(file.index_version)
    return None if index is None else standing.state(index)
