"""Add, change and remove sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.actions.describing import (
    NewSource,
    checked_schedule,
    checked_secrets,
    checked_settings,
    known_kind,
    new_source,
    sealed,
    secrets_of,
)
from documents.actions.removing import remove_documents
from documents.actions.starting import ask_when_due
from documents.models import Document, Source, SourceItem, SourceRun
from documents.origins import access_source
from documents.search.corpus import lock_corpus
from documents.sources.kinds import Kind
from project.kernel.errors import Conflict, FieldError, Invalid
from project.kernel.jobs import cancel
from tenants.actions import audit
from tenants.types import Actor

ERASE = "erase"


@dataclass(frozen=True, kw_only=True)
class SourceChanges:
    """Say what changes; None leaves a field as it is, and an empty secret is forgotten."""

    name: str | None = None
    settings: Mapping[str, Any] | None = None
    secrets: Mapping[str, str] | None = None
    schedule: Mapping[str, Any] | None = None
    removal_share: int | None = None


@transaction.atomic(durable=True)
def create(*, actor: Actor, source: NewSource) -> UUID:
    """Add a source, which acts as the actor from now on; raise Invalid for settings that are not of its kind."""
    made = new_source(actor, source)
    ask_when_due(made)
    made.save(force_insert=True)
    audit.note(actor=actor, action="source.created", target=f"source:{made.pk}", kind=made.kind)
    return made.pk


@transaction.atomic(durable=True)
def change(*, actor: Actor, source_id: UUID, changes: SourceChanges) -> None:
    """Change a source; another place asks for its secrets anew, so that nobody has them sent elsewhere."""
    access_source(actor=actor, source_id=source_id)
    source = Source.objects.select_for_update(no_key=True).get(pk=source_id)
    kind = known_kind(source.kind)
    source.name = changes.name if changes.name is not None else source.name
    if changes.removal_share is not None:
        source.removal_share = changes.removal_share
    _change_settings(source, kind, changes)
    if changes.schedule is not None:
        source.schedule = checked_schedule(changes.schedule).model_dump(mode="json")
        ask_when_due(source)
    source.save()
    audit.note(actor=actor, action="source.changed", target=f"source:{source_id}")


def _change_settings(source: Source, kind: Kind, changes: SourceChanges) -> None:
    before = source.settings
    if changes.settings is not None:
        source.settings = checked_settings(kind, changes.settings)
    is_moved = kind.place(source.settings) != kind.place(before)
    if source.settings != before:
        # What the connector remembers is of another place, or of another choice there.
        source.state = {}
    kept = {} if is_moved else secrets_of(source)
    if is_moved and secrets_of(source) and changes.secrets is None:
        wrong = FieldError(
            "secrets", "required", "Expected the secrets again: the source is read elsewhere now."
        )
        raise Invalid("The source is not as expected.", errors=[wrong])
    given = {name: text for name, text in {**kept, **(changes.secrets or {})}.items() if text}
    source.secrets_sealed = sealed(checked_secrets(kind, given))


@transaction.atomic(durable=True)
def remove(*, actor: Actor, source_id: UUID, documents: str) -> int:
    """Remove a source; say of its documents `keep` or `erase`. Return how many were erased.

    Raise Invalid where it keeps some and nothing was said, Conflict where some are not the actor's to erase.
    """
    source = access_source(actor=actor, source_id=source_id)
    count = vars(source)["document_count"]
    if count and not documents:
        expected = f"Expected keep or erase: {count} documents came from this source."
        raise Invalid("The request is not complete.", errors=[FieldError("documents", "required", expected)])
    for run in SourceRun.objects.open().filter(source_id=source_id):
        if run.job_id:
            cancel(run.job_id)
    gone = _erase_documents(actor, source_id) if documents == ERASE else 0
    Source.objects.filter(pk=source_id).delete()
    audit.note(actor=actor, action="source.removed", target=f"source:{source_id}", documents=gone)
    return gone


def _erase_documents(actor: Actor, source_id: UUID) -> int:
    lock_corpus(actor.tenant)
    items = SourceItem.objects.filter(source_id=source_id)
    kept = [document for document in items.values_list("document_id", flat=True) if document]
    ids = [row.pk for row in Document.objects.visible_to(actor).locked(kept)]
    if Document.objects.filter(pk__in=kept).exclude(pk__in=ids).exists():
        raise Conflict("The source keeps documents of other readers; ask an admin.")
    remove_documents(ids, actor=actor)
    return len(ids)
