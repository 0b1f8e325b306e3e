"""Build index versions beside the live one, and decide which answers."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.access import access_index, live_index
from documents.actions.dropping import give_up
from documents.indexing.settings import index_settings
from documents.jobs import BuildIndex
from documents.models import IndexVersion, LiveIndex
from documents.search.corpus import lock_corpus
from documents.search.pending import recount_chunks, uncovered_chunks, unsplit_versions
from documents.types import IndexState
from project.kernel.errors import Conflict
from project.kernel.jobs import enqueue
from tenants.actions import audit
from tenants.types import Actor


@transaction.atomic(durable=True)
def build(*, actor: Actor, settings: Mapping[str, Any]) -> int:
    """Ask for a candidate; return its id. Raise Conflict where one builds already or nothing is indexed yet."""
    complete = index_settings(settings)
    live = live_index()
    if live is None:
        raise Conflict("Nothing is indexed yet: upload a document first.")
    current = live.index_version
    is_same_cut = all(complete[name] == current.settings[name] for name in ("embedder", "splitter"))
    candidate = IndexVersion(settings=complete, splitting=current.splitting, created_by=actor.user_id)
    try:
        with transaction.atomic():
            candidate.save()
    except IntegrityError as busy:
        raise Conflict("Another index version is being built; cancel it first.") from busy
    if not is_same_cut:
        candidate.splitting = candidate.pk
    candidate.job_id = enqueue(BuildIndex(index_id=candidate.pk), dedupe=f"build {candidate.pk}")
    candidate.save()
    audit.note(actor=actor, action="index.built", target=f"index:{candidate.pk}", settings=candidate.settings)
    return candidate.pk


@transaction.atomic(durable=True)
def promote(*, actor: Actor, index_id: int) -> None:
    """Let a complete candidate answer; raise Conflict for one that is not."""
    lock_corpus(actor.tenant)
    index = access_index(index_id=index_id)
    live = _locked_pointer()
    if live.index_version_id == index.pk:
        return
    _require_complete(index)
    before_last = live.previous
    LiveIndex.objects.update(index_version=index, previous_id=live.index_version_id)
    IndexVersion.objects.filter(pk=index.pk).update(promoted_at=timezone.now())
    recount_chunks(index.splitting)
    audit.note(actor=actor, action="index.promoted", target=f"index:{index.pk}")
    if before_last is not None and before_last.pk != index.pk:
        give_up(before_last, IndexState.RETIRED)


@transaction.atomic(durable=True)
def roll_back(*, actor: Actor, index_id: int) -> int:
    """Let the index version before answer again, named by itself or by the one that answers; return its id."""
    lock_corpus(actor.tenant)
    asked = access_index(index_id=index_id)
    live = _locked_pointer()
    previous = live.previous
    if previous is None or asked.pk not in {live.index_version_id, previous.pk}:
        raise Conflict("There is no index version to go back to.")
    _require_complete(previous)
    LiveIndex.objects.update(index_version=previous, previous_id=live.index_version_id)
    recount_chunks(previous.splitting)
    audit.note(actor=actor, action="index.rolled_back", target=f"index:{previous.pk}")
    return previous.pk


@transaction.atomic(durable=True)
def cancel(*, actor: Actor, index_id: int) -> None:
    """Give a candidate up, or one that could be gone back to; raise Conflict for the one that answers."""
    lock_corpus(actor.tenant)
    index = access_index(index_id=index_id)
    live = _locked_pointer()
    if index.pk == live.index_version_id:
        raise Conflict("This index version answers; promote another one first.")
    if index.state not in {IndexState.BUILDING, IndexState.READY}:
        raise Conflict(f"This index version is {index.state}.")
    was_live = index.pk == live.previous_id
    if was_live:
        LiveIndex.objects.update(previous=None)
    give_up(index, IndexState.RETIRED if was_live else IndexState.CANCELLED)
    audit.note(actor=actor, action="index.cancelled", target=f"index:{index.pk}")


def _locked_pointer() -> LiveIndex:
    pointer = LiveIndex.objects.select_for_update().first()
    if pointer is None:
        raise Conflict("Nothing is indexed yet.")
    return pointer


def _require_complete(index: IndexVersion) -> None:
    if index.state != IndexState.READY or not index.has_table:
        raise Conflict(f"Only a complete index version can answer; this one is {index.state}.")
    if unsplit_versions(index.splitting, 1) or uncovered_chunks(index.pk, index.splitting, 0, 1):
        raise Conflict("This index version lacks documents that came meanwhile; build another one.")
