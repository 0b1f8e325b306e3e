"""Say which index versions take the chunks of which collection, and which one answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.models import IndexVersion, LiveIndex


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Name collections: some, or all but some."""

    only: tuple[int, ...] | None = None
    but: tuple[int, ...] = ()

    def __contains__(self, collection_id: int) -> bool:
        return collection_id not in self.but and (self.only is None or collection_id in self.only)

    @property
    def is_everything(self) -> bool:
        """Say whether no collection is left out."""
        return self.only is None and not self.but

    def condition(self, column: str) -> tuple[str, list[Any]]:
        """Return SQL that holds where a column names a collection of the scope, and its parameters."""
        if self.is_everything:
            return "true", []
        if self.only is None:
            return f"{column} <> ALL(%s::int[])", [list(self.but)]
        return f"{column} = ANY(%s::int[])", [[one for one in self.only if one not in self.but]]


EVERYTHING = Scope()


@dataclass(frozen=True, kw_only=True)
class Scopes:
    """Hold the pointers to what answers, and the index versions that take new chunks, as one transaction sees them."""

    pointers: Mapping[int, LiveIndex]
    # Newest first.
    open: tuple[IndexVersion, ...]

    def live(self, collection_id: int = LiveIndex.TENANT) -> IndexVersion:
        """Return what answers for a collection; raise LookupError before the first document."""
        pointer = self.pointers.get(collection_id) or self.pointers[LiveIndex.TENANT]
        return pointer.index_version

    @property
    def following(self) -> frozenset[int]:
        """Return the collections that have a pointer of their own, to what answers for the tenant."""
        root = self.pointers.get(LiveIndex.TENANT)
        return frozenset(
            key
            for key, pointer in self.pointers.items()
            if root and key != LiveIndex.TENANT and pointer.index_version_id == root.index_version_id
        )

    def scope_of(self, index: IndexVersion) -> Scope:
        """Return the collections whose chunks an index version takes.

        What answers, or could be gone back to, takes those whose pointers name it. A candidate takes those that it
        is built for: a tenant's takes all that do not answer by another one than the tenant.
        """
        own = {key: pointer for key, pointer in self.pointers.items() if key != LiveIndex.TENANT}
        tied = {key for key, pointer in own.items() if _names(pointer, index)}
        root = self.pointers.get(LiveIndex.TENANT)
        if root is not None and _names(root, index):
            return Scope(but=tuple(sorted(own.keys() - tied)))
        if tied:
            return Scope(only=tuple(sorted(tied)))
        if index.collections is not None:
            return Scope(only=tuple(index.collections))
        return Scope(but=tuple(sorted(own.keys() - self.following)))

    def takers(self, collection_id: int) -> tuple[IndexVersion, ...]:
        """Return the open index versions that take a collection's chunks, the one that answers first."""
        takers = [index for index in self.open if collection_id in self.scope_of(index)]
        live = self.pointers.get(collection_id) or self.pointers.get(LiveIndex.TENANT)
        return tuple(sorted(takers, key=lambda index: live is None or index.pk != live.index_version_id))

    def is_named(self, index: IndexVersion) -> bool:
        """Say whether an index version answers somewhere, or could be gone back to."""
        return any(_names(pointer, index) for pointer in self.pointers.values())


def read_scopes() -> Scopes:
    """Return the pointers and the open index versions, in the caller's transaction."""
    pointers = LiveIndex.objects.select_related("index_version")
    return Scopes(
        pointers={pointer.pk: pointer for pointer in pointers},
        open=tuple(IndexVersion.objects.open().order_by("-pk")),
    )


def _names(pointer: LiveIndex, index: IndexVersion) -> bool:
    # What is not stored yet has no key, as a pointer may have none before.
    return index.pk in {pointer.index_version_id, pointer.previous_id} - {None}
