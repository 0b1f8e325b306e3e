"""Tell what an index version needs of what is there: reading, cutting, embedding, or a computation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.indexing.pipeline import Change, compare_pipelines
from documents.indexing.settings import complete_settings
from documents.ingest.types import ConverterSettings, SplitterSettings
from documents.models import IndexVersion, LiveIndex
from documents.search.scopes import Scopes
from project.kernel.errors import Conflict


class Need(StrEnum):
    """Name the dearest step that a build needs; each needs those below it too."""

    REPARSE = "reparse"
    RESPLIT = "resplit"
    REEMBED = "reembed"
    DERIVE = "derive"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class BuildPlan:
    """Say which numbers a build shares with what answers now; None stands for its own."""

    need: Need
    splitting: int | None
    reading: int | None
    derived_from: int | None
    # What is other than in what answers now.
    changes: tuple[Change, ...]


def plan_build(complete: Mapping[str, Any], scopes: Scopes, collections: Sequence[int] | None) -> BuildPlan:
    """Return what a candidate of these settings needs; raise Conflict where nothing is indexed yet."""
    if not scopes.pointers:
        raise Conflict("Nothing is indexed yet: upload a document first.")
    live = {
        scopes.live(key).pk: scopes.live(key)
        for key in ([LiveIndex.TENANT] if collections is None else collections)
    }
    current = list(live.values())
    reading = _shared(current, "reading") if _is_same(complete, current, ("converter",)) else None
    is_same_cut = reading is not None and _is_same(complete, current, ("embedder", "splitter"))
    splitting = _shared(current, "splitting") if is_same_cut else None
    source = current[0] if splitting is not None and len(current) == 1 else None
    is_derived = source is not None and can_derive(source.settings, complete)
    return BuildPlan(
        need=_need(reading, splitting, is_derived),
        splitting=splitting,
        reading=reading,
        derived_from=source.pk if source is not None and is_derived else None,
        changes=_changes(current, complete),
    )


def can_derive(source: Mapping[str, Any], target: Mapping[str, Any]) -> bool:
    """Say whether vectors can be computed from those of a source without loss against embedding anew.

    Single precision gives all others, cut or not. Halves give halves of the same length, whose signs a binary graph
    reads; nothing gives back what rounding took. The same settings are no computation: who asks for them wants the
    model to embed anew.
    """
    if any(source[name] != target[name] for name in ("embedder", "revision")):
        return False
    if all(source[name] == target[name] for name in ("dimensions", "precision")):
        return False
    if source["precision"] == "vector":
        return bool(target["dimensions"] <= source["dimensions"])
    return bool(target["precision"] != "vector" and target["dimensions"] == source["dimensions"])


def _need(reading: int | None, splitting: int | None, is_derived: bool) -> Need:
    if reading is None:
        return Need.REPARSE
    if splitting is None:
        return Need.RESPLIT
    return Need.DERIVE if is_derived else Need.REEMBED


def _changes(current: Sequence[IndexVersion], complete: Mapping[str, Any]) -> tuple[Change, ...]:
    found: dict[str, Change] = {}
    for index in current:
        for change in compare_pipelines(complete_settings(index.settings), complete):
            found.setdefault(change.path, change)
    return tuple(found.values())


def _is_same(complete: Mapping[str, Any], current: Sequence[IndexVersion], names: Sequence[str]) -> bool:
    wanted = _comparable(complete)
    return all(_comparable(index.settings)[name] == wanted[name] for index in current for name in names)


def _comparable(settings: Mapping[str, Any]) -> dict[str, Any]:
    # What was made before a setting was known has it as by default.
    converter = ConverterSettings.of(settings.get("converter", {}))
    return {**settings, "converter": converter, "splitter": SplitterSettings(**settings["splitter"])}


def _shared(current: Sequence[IndexVersion], name: str) -> int | None:
    numbers = {int(getattr(index, name)) for index in current}
    return numbers.pop() if len(numbers) == 1 else None
