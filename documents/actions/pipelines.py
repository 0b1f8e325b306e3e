"""Apply pipeline files to collections, and go back to former ones."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from documents.access import access_collection
from documents.actions.holding import seize_collection
from documents.actions.indexes import add_candidate
from documents.indexing.kinds import Need, plan_build
from documents.indexing.pipeline import Change, Fault, compare_pipelines, read_pipeline, write_pipeline
from documents.indexing.pipeline_lines import Line, compare_lines
from documents.indexing.settings import complete_settings
from documents.models import Collection, IndexVersion, PipelineFile
from documents.search.corpus import lock_corpus
from documents.search.scopes import Scopes, read_scopes
from documents.types import IndexState
from project.kernel.addresses import web_address
from project.kernel.errors import FieldError, Invalid, NotFound, Outdated
from tenants.access import names_of_people
from tenants.actions import audit
from tenants.types import Actor

# Editors that know YAML complete and check what is written below this line.
SCHEMA_LINE = "# yaml-language-server: $schema={address}/api/v1/schema/pipeline.json\n"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Say what a file changes, and what that needs; its settings are complete.

    `base` names how the pipeline stood that it was compared with.
    """

    changes: tuple[Change, ...]
    needs: Need
    lines: tuple[Line, ...]
    settings: Mapping[str, Any]
    base: str


@dataclass(frozen=True, kw_only=True)
class Present:
    """Hold the file of a collection's pipeline, and a name for how it stands, to be given when another is applied."""

    content: str
    base: str


@dataclass(frozen=True, kw_only=True)
class Applied:
    """Say what came of a file: its number in the history, and the candidate that it asked for."""

    number: int
    needs: Need
    index_id: int | None


@transaction.atomic
def export(*, actor: Actor, slug: str) -> Present:
    """Return the file of a collection's pipeline; raise NotFound."""
    collection = access_collection(actor=actor, slug=slug)
    content = _file(actor, collection)
    return Present(content=content, base=_base(_current(collection, read_scopes()), _latest(collection)))


@transaction.atomic
def check(*, actor: Actor, slug: str, content: str) -> list[Fault]:
    """Return what is wrong in a file of a collection; raise NotFound."""
    access_collection(actor=actor, slug=slug)
    return read_pipeline(content)[1]


@transaction.atomic
def compare(*, actor: Actor, slug: str, content: str) -> Difference:
    """Return what a file would change; raise NotFound, and Invalid where it is wrong."""
    collection = access_collection(actor=actor, slug=slug)
    wanted = _read(content)
    changes = _changes(collection, wanted)
    return Difference(
        changes=changes,
        needs=_needs(collection, wanted, changes),
        lines=tuple(compare_lines(_file(actor, collection), content)),
        settings=wanted,
        base=_base(_current(collection, read_scopes()), _latest(collection)),
    )


@transaction.atomic(durable=True)
def apply(*, actor: Actor, slug: str, content: str, base: str = "") -> Applied:
    """Build what a file asks for, for the collection alone; the same file again does nothing more.

    Raise NotFound, Invalid where the file is wrong, Conflict where another index version is being built, Outdated where
    the pipeline does not stand as `base` names it.
    """
    collection = seize_collection(actor=actor, slug=slug)
    return _apply(actor, collection, content, base)


@transaction.atomic(durable=True)
def revert(*, actor: Actor, slug: str, number: int, base: str = "") -> Applied:
    """Apply a file of the history again; raise NotFound and what `apply` raises."""
    collection = seize_collection(actor=actor, slug=slug)
    former = PipelineFile.objects.filter(collection=collection, number=number).first()
    if former is None:
        raise NotFound("There is no such file.")
    return _apply(actor, collection, former.content, base)


def history(*, actor: Actor, slug: str) -> QuerySet[PipelineFile]:
    """Return the files that were applied to a collection; raise NotFound."""
    collection = access_collection(actor=actor, slug=slug)
    return PipelineFile.objects.filter(collection=collection)


def _apply(actor: Actor, collection: Collection, content: str, base: str) -> Applied:
    wanted = _read(content)
    lock_corpus(actor.tenant)
    needs = _needs(collection, wanted, _changes(collection, wanted))
    latest = _latest(collection)
    index_id = None if needs is Need.NOTHING else _open_candidate(collection, wanted)
    # Before the base is compared: an answer that was lost is asked for again.
    if latest is not None and _is_applied(latest, wanted, needs, index_id):
        return Applied(number=latest.number, needs=needs, index_id=index_id)
    if base and base != _base(_current(collection, read_scopes()), latest):
        raise _outdated(actor, base, latest)
    if needs is not Need.NOTHING and index_id is None:
        index_id = add_candidate(actor=actor, complete=wanted, collections=[collection.slug])
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


def _latest(collection: Collection) -> PipelineFile | None:
    return PipelineFile.objects.filter(collection=collection).order_by("-number").first()


def _is_applied(latest: PipelineFile, wanted: Mapping[str, Any], needs: Need, index_id: int | None) -> bool:
    """Say whether the last file that was applied asked for this, and stands."""
    if needs is Need.NOTHING:
        return read_pipeline(latest.content)[0] == wanted
    return index_id is not None and latest.index_version == index_id


def _base(current: Mapping[str, Any], latest: PipelineFile | None) -> str:
    """Return a name for how a pipeline stands: another one after each file and each promotion."""
    digest = hashlib.sha256(json.dumps(current, sort_keys=True).encode()).hexdigest()
    return f"{latest.number if latest else 0}-{digest[:16]}"


def _outdated(actor: Actor, base: str, latest: PipelineFile | None) -> Outdated:
    if latest is None or base.partition("-")[0] == str(latest.number):
        return Outdated(
            "The collection answers by other settings than when this file was opened: another index version was "
            "promoted. Look at the present pipeline, then apply this one again."
        )
    found = names_of_people(tenant=actor.tenant, person_ids=[latest.applied_by]).get(latest.applied_by)
    who = (found.name or found.email) if found else "Somebody"
    moment = latest.applied_at.strftime("%Y-%m-%d %H:%M UTC")
    return Outdated(
        f"{who} applied file {latest.number} ({moment}) after this one was opened. Look at what changed, then apply "
        "yours again."
    )


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


def _file(actor: Actor, collection: Collection) -> str:
    head = SCHEMA_LINE.format(address=web_address(actor.tenant))
    return head + write_pipeline(_current(collection, read_scopes()))


def _changes(collection: Collection, wanted: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(compare_pipelines(_current(collection, read_scopes()), wanted))


def _needs(collection: Collection, wanted: Mapping[str, Any], changes: tuple[Change, ...]) -> Need:
    return plan_build(wanted, read_scopes(), [collection.pk]).need if changes else Need.NOTHING


def _current(collection: Collection, scopes: Scopes) -> dict[str, Any]:
    """Return the complete settings by which a collection answers; the usual ones before the first document."""
    return complete_settings(scopes.live(collection.pk).settings if scopes.pointers else {})


def _read(content: str) -> dict[str, Any]:
    settings, faults = read_pipeline(content)
    if settings is None:
        errors = [FieldError(fault.path, "invalid", f"Line {fault.line}: {fault.detail}") for fault in faults]
        raise Invalid("The pipeline is not as expected.", errors=errors)
    return settings
