"""Say before an index version is built what that takes: what is done anew, how much of it, and how long."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.access import access_collection, live_index
from documents.embedding.sizing import size_index
from documents.indexing.kinds import Need, plan_build
from documents.indexing.settings import complete_settings, index_settings
from documents.models import Document, IndexVersion, LiveIndex
from documents.search.amounts import Amounts, count_amounts, count_cuts
from documents.search.scopes import Scope, read_scopes
from documents.types import Status
from tenants.types import Actor

# Where a tenant has no pace of its own yet: a processor core with MiniLM in bf16, and files of a few pages.
ASSUMED = {"tokens_per_second": 6_000.0, "files_per_second": 4.0}
# A computation in SQL, and cutting with its postings; both vary little.
DERIVED_PER_SECOND, CUT_PER_SECOND = 20_000.0, 800.0
# Measured on texts with and without sections, for chunks of 40 to 200 tokens (docs/operations.md).
FREE_TOKENS = 14
# The pace is that of the last builds, of uploads of the last while where there was none.
BUILDS, LATELY = 5, timedelta(days=7)


@transaction.atomic
def estimate(
    *, actor: Actor, settings: Mapping[str, Any], collections: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return what a candidate of these settings would need; raise Invalid, NotFound, Conflict as a build does."""
    complete = index_settings(settings)
    keys = None
    if collections:
        keys = sorted({access_collection(actor=actor, slug=slug).pk for slug in collections})
    scopes = read_scopes()
    need = plan_build(complete, scopes, keys).need
    wanted = IndexVersion(settings=complete, collections=keys)
    scope = scopes.scope_of(wanted) if keys else _tenants_scope(scopes.pointers)
    live = {scopes.live(key).pk: scopes.live(key) for key in keys or [LiveIndex.TENANT]}
    amounts = count_amounts([index.splitting for index in live.values()], scope)
    chunks = _expected(amounts.chunks, need, list(live.values()), complete, scope)
    pace = measured_pace()
    seconds = _seconds(need, amounts, chunks, pace)
    sizing = size_index(vectors=chunks, dimensions=complete["dimensions"], precision=complete["precision"])
    return {
        "needs": need.value,
        "settings": complete,
        "documents": amounts.documents,
        "chunks": chunks,
        "tokens": amounts.tokens if need in EMBEDS else 0,
        "bytes": _bytes(need, amounts, chunks * sizing.vector_bytes),
        "minutes": round((seconds + sizing.build_seconds) / 60, 2),
        "pace": pace,
        "sizing": asdict(sizing),
    }


EMBEDS = {Need.REPARSE, Need.RESPLIT, Need.REEMBED}


@transaction.atomic
def tenants_numbers() -> dict[str, Any]:
    """Return how many vectors answer in the tenant, and how they are kept: where a calculation begins."""
    live = live_index()
    if live is None:
        return {"vectors": 0, **_kept(index_settings({}))}
    amounts = count_amounts([live.index_version.splitting], Scope())
    return {"vectors": amounts.chunks, **_kept(live.index_version.settings)}


def measured_pace() -> dict[str, Any]:
    """Return this tenant's own pace, by its last builds or uploads; `is_measured` says whether there was one."""
    built = IndexVersion.objects.filter(cost__has_key="embedding_seconds").order_by("-pk")[:BUILDS]
    costs = [index.cost for index in built]
    tokens = _ratio(costs, "tokens", "embedding_seconds")
    files = _ratio(costs, "read_files", "reading_seconds") or _uploads_per_second()
    return {
        "tokens_per_second": round(tokens or ASSUMED["tokens_per_second"], 1),
        "files_per_second": round(files or ASSUMED["files_per_second"], 2),
        "is_measured": bool(tokens),
    }


def _tenants_scope(pointers: Mapping[int, LiveIndex]) -> Scope:
    return Scope(but=tuple(sorted(key for key in pointers if key != LiveIndex.TENANT)))


def _kept(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"dimensions": settings["dimensions"], "precision": settings["precision"]}


def _ratio(costs: Sequence[Mapping[str, Any]], amount: str, seconds: str) -> float:
    spent = sum(cost.get(seconds, 0) for cost in costs)
    return float(sum(cost.get(amount, 0) for cost in costs) / spent) if spent else 0.0


def _uploads_per_second() -> float:
    lately = Document.objects.of_people().filter(
        status=Status.READY, status_since__gt=timezone.now() - LATELY
    )
    seconds = [
        float(stages[Status.PARSING.value])
        for stages in lately.order_by("-status_since").values_list("stage_seconds", flat=True)[:200]
        if stages.get(Status.PARSING.value)
    ]
    return len(seconds) / sum(seconds) if sum(seconds) else 0.0


def _expected(
    chunks: int, need: Need, live: Sequence[IndexVersion], complete: Mapping[str, Any], scope: Scope
) -> int:
    """Return how many chunks come out; a chunk never reaches over the end of a section, however short that is."""
    if need in {Need.REEMBED, Need.DERIVE}:
        return chunks
    before, after = complete_settings(live[0].settings)["splitter"], complete["splitter"]
    if before == after:
        return chunks
    size = int(after["max_tokens"])
    # What sentences leave free at the ends of chunks, and what is said again.
    room = size - min(FREE_TOKENS, size // 4) - int(after["overlap_tokens"])
    return count_cuts(
        [index.splitting for index in live],
        scope,
        overlap_tokens=int(before["overlap_tokens"]),
        at_most=size,
        room=max(room, 1),
    )


def _bytes(need: Need, amounts: Amounts, vector_bytes: int) -> int:
    """Return how much is gone through: files, texts, chunks or vectors."""
    return {
        Need.REPARSE: amounts.file_bytes,
        Need.RESPLIT: amounts.text_bytes,
        Need.REEMBED: amounts.chunk_bytes,
        Need.DERIVE: vector_bytes,
    }[need]


def _seconds(need: Need, amounts: Amounts, chunks: int, pace: Mapping[str, Any]) -> float:
    seconds = chunks / DERIVED_PER_SECOND
    if need in EMBEDS:
        seconds = amounts.tokens / pace["tokens_per_second"]
    if need in {Need.REPARSE, Need.RESPLIT}:
        seconds += chunks / CUT_PER_SECOND
    if need is Need.REPARSE:
        seconds += amounts.documents / pace["files_per_second"]
    return float(seconds)
