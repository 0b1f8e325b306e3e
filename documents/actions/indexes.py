"""Build index versions beside the live one, and decide which answers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.access import access_collection, access_index
from documents.indexing.dropping import give_up
from documents.indexing.engines import require_engine
from documents.indexing.kinds import plan_build
from documents.indexing.pointing import fill_candidates, point, show_what_answers
from documents.indexing.reclaim import forget_previous, release
from documents.indexing.settings import index_settings
from documents.jobs import BUILDS
from documents.models import Collection, IndexVersion, LiveIndex
from documents.search.corpus import lock_corpus
from documents.search.pending import is_lacking
from documents.search.scopes import Scope, Scopes, read_scopes
from documents.types import IndexState
from project.kernel.errors import Conflict
from project.kernel.jobs import enqueue
from tenants.actions import audit
from tenants.types import Actor


@transaction.atomic(durable=True)
def build(
    *,
    actor: Actor,
    settings: Mapping[str, Any],
    collections: Sequence[str] | None = None,
    engine: str = "local",
) -> int:
    """Ask for a candidate for some collections, or for all without a version of their own; return its id.

    Raise NotFound for a collection, Conflict where one builds already or nothing is indexed yet, RayMissing where
    Ray is not here. `engine` is one of documents.jobs.BUILDS.
    """
    require_engine(engine)
    complete = index_settings(settings)
    return add_candidate(actor=actor, complete=complete, collections=collections, engine=engine)


def add_candidate(
    *,
    actor: Actor,
    complete: Mapping[str, Any],
    collections: Sequence[str] | None = None,
    engine: str = "local",
) -> int:
    """Add a candidate of complete settings in the caller's transaction; return its id."""
    keys = None
    if collections:
        keys = sorted({access_collection(actor=actor, slug=slug).pk for slug in collections})
    plan = plan_build(complete, read_scopes(), keys)
    candidate = IndexVersion(
        settings=dict(complete),
        splitting=plan.splitting or 0,
        reading=plan.reading or 0,
        collections=keys,
        derived_from=plan.derived_from,
        changes=[asdict(change) for change in plan.changes],
        created_by=actor.user_id,
    )
    try:
        with transaction.atomic():
            candidate.save()
    except IntegrityError as busy:
        raise Conflict("Another index version is being built; cancel it first.") from busy
    candidate.splitting = candidate.pk if plan.splitting is None else plan.splitting
    candidate.reading = candidate.pk if plan.reading is None else plan.reading
    candidate.job_id = enqueue(BUILDS[engine](index_id=candidate.pk), dedupe=f"build {candidate.pk}")
    candidate.save()
    audit.note(
        actor=actor,
        action="index.built",
        target=f"index:{candidate.pk}",
        settings=candidate.settings,
        collections=list(collections or []),
    )
    return candidate.pk


@transaction.atomic(durable=True)
def promote(*, actor: Actor, index_id: int) -> None:
    """Let a complete candidate answer for all of its collections at once; raise Conflict for one that is not."""
    lock_corpus(actor.tenant)
    index = access_index(index_id=index_id)
    scopes = read_scopes()
    if not scopes.pointers:
        raise Conflict("Nothing is indexed yet.")
    keys = _keys_of(index, scopes)
    pointers = [_locked_pointer(key, scopes.live(key)) for key in keys]
    if all(pointer.index_version_id == index.pk for pointer in pointers):
        return
    scope = scopes.scope_of(index)
    _require_complete(index, scope)
    released = [point(pointer, index) for pointer in pointers]
    IndexVersion.objects.filter(pk=index.pk).update(promoted_at=timezone.now())
    show_what_answers(index, scope)
    audit.note(actor=actor, action="index.promoted", target=f"index:{index.pk}")
    for before_last in {one.pk: one for one in released if one is not None}.values():
        release(before_last)


@transaction.atomic(durable=True)
def roll_back(*, actor: Actor, index_id: int) -> int:
    """Let the index version before answer again, named by itself or by the one that answers; return its id."""
    lock_corpus(actor.tenant)
    asked = access_index(index_id=index_id)
    pointers = list(LiveIndex.objects.filter(previous__isnull=False).select_for_update(of=("self",)))
    answering = [pointer for pointer in pointers if pointer.index_version_id == asked.pk]
    waiting = [pointer for pointer in pointers if pointer.previous_id == asked.pk]
    if answering and waiting:
        raise Conflict(
            "This index version answers for some collections, and others could go back to it: promote it to let it"
            " answer for all of its collections, or name the one that answers for those others."
        )
    turned = answering or waiting
    if not turned:
        raise Conflict("There is no index version to go back to.")
    # A collection that came back to the tenant's from its own goes back to that only by its name.
    tenants = next((pointer.previous_id for pointer in turned if pointer.pk == LiveIndex.TENANT), None)
    turned = [pointer for pointer in turned if tenants in {None, pointer.previous_id}]
    for pointer in turned:
        previous = access_index(index_id=pointer.previous_id or 0)
        scope = read_scopes().scope_of(previous)
        _require_complete(previous, scope)
        point(pointer, previous)
        show_what_answers(previous, scope)
        fill_candidates(pointer.pk)
    previous_id = turned[0].index_version_id
    audit.note(actor=actor, action="index.rolled_back", target=f"index:{previous_id}")
    return previous_id


@transaction.atomic(durable=True)
def cancel(*, actor: Actor, index_id: int) -> None:
    """Give a candidate up, or one that could be gone back to; raise Conflict for one that answers."""
    lock_corpus(actor.tenant)
    index = access_index(index_id=index_id)
    if LiveIndex.objects.filter(index_version=index).exists():
        raise Conflict("This index version answers; promote another one first.")
    if index.state not in {IndexState.BUILDING, IndexState.READY}:
        raise Conflict(f"This index version is {index.state}.")
    before = list(LiveIndex.objects.filter(previous=index).select_for_update(of=("self",)))
    for pointer in before:
        forget_previous(pointer)
    if not before:
        give_up(IndexVersion.objects.filter(pk=index.pk), IndexState.CANCELLED)
    audit.note(actor=actor, action="index.cancelled", target=f"index:{index.pk}")


def _keys_of(index: IndexVersion, scopes: Scopes) -> list[int]:
    """Return whose pointers an index version is for: the tenant's, or those of collections that are still there.

    A collection that came back to the tenant's goes on with it.
    """
    if index.collections is None:
        return [LiveIndex.TENANT, *sorted(scopes.following)]
    keys = Collection.objects.filter(pk__in=index.collections).order_by("pk").values_list("pk", flat=True)
    if not keys:
        raise Conflict("The collections of this index version are gone.")
    return list(keys)


def _locked_pointer(key: int, live: IndexVersion) -> LiveIndex:
    """Return the pointer of a collection, locked; made where the collection had none of its own."""
    LiveIndex.objects.bulk_create([LiveIndex(pk=key, index_version=live)], ignore_conflicts=True)
    return LiveIndex.objects.select_related("previous").select_for_update(of=("self",)).get(pk=key)


def _require_complete(index: IndexVersion, scope: Scope) -> None:
    if index.state != IndexState.READY or not index.has_table:
        raise Conflict(f"Only a complete index version can answer; this one is {index.state}.")
    if is_lacking(index.pk, index.splitting, index.reading, scope):
        raise Conflict("This index version lacks documents that came meanwhile; build another one.")
