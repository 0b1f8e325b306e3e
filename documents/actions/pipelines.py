"""Apply pipeline files to collections, and go back to former ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from documents.access import access_collection
from documents.actions.holding import seize_collection
from documents.actions.indexes import add_candidate
from documents.indexing.kinds import Need, plan_build
from documents.indexing.pipeline import Change, Fault, compare_pipelines, read_pipeline, write_pipeline
from documents.indexing.settings import index_settings
from documents.models import Collection, IndexVersion, PipelineFile
from documents.search.corpus import lock_corpus
from documents.search.scopes import Scopes, read_scopes
from documents.types import IndexState
from project.kernel.errors import FieldError, Invalid, NotFound
from tenants.actions import audit
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Say what a file changes, and what that needs."""

    changes: tuple[Change, ...]
    needs: Need


@dataclass(frozen=True, kw_only=True)
class Applied:
    """Say what came of a file: its number in the history, and the candidate that it asked for."""

    number: int
    needs: Need
    index_id: int | None


@transaction.atomic
def export(*, actor: Actor, slug: str) -> str:
    """Return the file of a collection's pipeline; raise NotFound."""
    collection = access_collection(actor=actor, slug=slug)
    return write_pipeline(_current(collection, read_scopes()))


def check(*, content: str) -> list[Fault]:
    """Return what is wrong in a file."""
    return read_pipeline(content)[1]


@transaction.atomic
def compare(*, actor: Actor, slug: str, content: str) -> Difference:
    """Return what a file would change; raise NotFound, and Invalid where it is wrong."""
    collection = access_collection(actor=actor, slug=slug)
    return _difference(collection, _read(content))


@transaction.atomic(durable=True)
def apply(*, actor: Actor, slug: str, content: str) -> Applied:
    """Build what a file asks for, for the collection alone; the same file again does nothing more.

    Raise NotFound, Invalid where the file is wrong, Conflict where another index version is being built.
    """
    collection = seize_collection(actor=actor, slug=slug)
    return _apply(actor, collection, content)


@transaction.atomic(durable=True)
def revert(*, actor: Actor, slug: str, number: int) -> Applied:
    """Apply a file of the history again; raise NotFound and what `apply` raises."""
    collection = seize_collection(actor=actor, slug=slug)
    former = PipelineFile.objects.filter(collection=collection, number=number).first()
    if former is None:
        raise NotFound("There is no such file.")
    return _apply(actor, collection, former.content)


@transaction.atomic
def history(*, actor: Actor, slug: str) -> list[PipelineFile]:
    """Return the files that were applied to a collection, newest first; raise NotFound."""
    collection = access_collection(actor=actor, slug=slug)
    return list(PipelineFile.objects.filter(collection=collection).order_by("-number")[:200])


def _apply(actor: Actor, collection: Collection, content: str) -> Applied:
    wanted = _read(content)
    lock_corpus(actor.tenant)
    needs = _difference(collection, wanted).needs
    latest = PipelineFile.objects.filter(collection=collection).order_by("-number").first()
    index_id = None
    if needs is not Need.NOTHING:
        index_id = _open_candidate(collection, wanted)
        if index_id is not None and latest is not None and latest.index_version == index_id:
            return Applied(number=latest.number, needs=needs, index_id=index_id)
        index_id = index_id or add_candidate(actor=actor, complete=wanted, collections=[collection.slug])
    elif latest is not None and read_pipeline(latest.content)[0] == wanted:
        return Applied(number=latest.number, needs=needs, index_id=None)
    number = latest.number + 1 if latest else 1
    PipelineFile.objects.create(
        collection=collection,
        number=number,
        content=content,
        index_version=index_id,
        applied_by=actor.user_id,
    )
    audit.note(actor=actor, action="pipeline.applied", target=f"collection:{collection.slug}", number=number)
    return Applied(number=number, needs=needs, index_id=index_id)


def _open_candidate(collection: Collection, wanted: Mapping[str, Any]) -> int | None:
    """Return the candidate for this collection alone that these settings have asked for already."""
    scopes = read_scopes()
    mine = [index for index in scopes.open if index.collections == [collection.pk]]
    waiting = [index for index in mine if not scopes.is_named(index)]
    building = IndexVersion.objects.filter(collections=[collection.pk], state=IndexState.BUILDING)
    for index in (*waiting, *building):
        if index.settings == wanted:
            return int(index.pk)
    return None


def _difference(collection: Collection, wanted: Mapping[str, Any]) -> Difference:
    scopes = read_scopes()
    current = _current(collection, scopes)
    changes = tuple(compare_pipelines(current, wanted))
    needs = plan_build(wanted, scopes, [collection.pk]).need if changes else Need.NOTHING
    return Difference(changes=changes, needs=needs)


def _current(collection: Collection, scopes: Scopes) -> dict[str, Any]:
    """Return the complete settings by which a collection answers; the usual ones before the first document."""
    usual = index_settings({})
    if not scopes.pointers:
        return usual
    live = scopes.live(collection.pk).settings
    # What was made before a setting was known has it as by default.
    return {
        name: {**usual[name], **live[name]} if isinstance(usual[name], dict) else live[name] for name in live
    } | {name: usual[name] for name in usual if name not in live}


def _read(content: str) -> dict[str, Any]:
    settings, faults = read_pipeline(content)
    if settings is None:
        errors = [FieldError(fault.path, "invalid", f"Line {fault.line}: {fault.detail}") for fault in faults]
        raise Invalid("The pipeline is not as expected.", errors=errors)
    return settings
