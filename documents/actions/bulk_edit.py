"""Change, erase or retry many documents: each by itself, so that one which cannot be is named and the others are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from documents.access import access_writer, visible_documents
from documents.actions.editing import DocumentChanges, apply_changes
from documents.actions.holding import lock_document
from documents.actions.living import Life, live
from documents.actions.removing import remove_documents
from documents.actions.versions import retry_locked
from documents.indexing.parse import required_tenant
from documents.jobs import EditDocuments
from documents.models import Document
from documents.search.corpus import lock_corpus
from project.kernel.errors import NotFound, RaglanError
from project.kernel.jobs import Lease, Urgency, enqueue
from project.kernel.jobs.reading import find_job
from project.kernel.models import KEPT
from tenants.actions import audit
from tenants.types import Actor

Work = Literal["set", "delete", "retry"]
# More than a person waits for are changed by a job.
AT_ONCE = 25
BATCH = 50
MOST_FAILURES = 100


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Say what is done with each document; metadata are merged, and a key that is null goes."""

    work: Work
    metadata: Mapping[str, Any] | None = None
    readers: Sequence[str] | None = None
    collection: str | None = None
    life: Life = field(default_factory=Life)

    def encoded(self) -> str:
        """Return the edit as a job carries it."""
        return json.dumps({**vars(self), "life": dict(self.life)}, default=str)

    @classmethod
    def of(cls, encoded: str) -> "Edit":
        """Read what a job carries."""
        values = json.loads(encoded)
        return cls(**{**values, "life": _life(values["life"])})

    @property
    def fields(self) -> list[str]:
        """Return what is set, by name."""
        named = [name for name in ("metadata", "readers", "collection") if getattr(self, name) is not None]
        return [*named, *self.life]


def _life(values: Mapping[str, str | None]) -> Life:
    life = Life()
    if "owner" in values:
        life["owner"] = values["owner"]
    if "review_on" in values:
        life["review_on"] = date.fromisoformat(values["review_on"]) if values["review_on"] else None
    if "expires_at" in values:
        life["expires_at"] = datetime.fromisoformat(values["expires_at"]) if values["expires_at"] else None
    return life


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Say which documents: these, or all that a filter leaves."""

    ids: tuple[UUID, ...] | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)

    def encoded(self) -> str:
        """Return the selection as a job carries it."""
        return json.dumps(vars(self), default=str)

    @classmethod
    def of(cls, encoded: str) -> "Selection":
        """Read what a job carries."""
        values = json.loads(encoded)
        ids = values["ids"]
        return cls(ids=None if ids is None else tuple(map(UUID, ids)), filters=values["filters"])

    def documents(self, actor: Actor) -> QuerySet[Document]:
        """Return those of the documents that the actor may see; raise Invalid for a wrong filter."""
        if self.ids is None:
            return visible_documents(actor=actor, **self.filters)
        return Document.objects.visible_to(actor).filter(pk__in=self.ids)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Say which document was left as it is, and why."""

    id: UUID
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Edited:
    """Say how many documents were meant and changed, which were not, and which job goes on."""

    matched: int
    changed: int = 0
    failed: tuple[Failure, ...] = ()
    job_id: UUID | None = None


def edit(*, actor: Actor, selection: Selection, edit: Edit, is_trial: bool = False) -> Edited:
    """Do with each selected document what is asked, at once or, where they are many, by a job.

    A trial only counts. Documents that the actor may not see are missing, as those that never were.
    """
    with transaction.atomic(durable=True):
        ids = sorted(selection.documents(actor).values_list("pk", flat=True))
        seen = frozenset(ids)
        missing = tuple(_missing(key) for key in dict.fromkeys(selection.ids or ()) if key not in seen)
        if is_trial or not ids:
            return Edited(matched=len(ids), failed=missing)
        if len(ids) > AT_ONCE:
            job_id = _ask(actor, selection, edit, ids)
            return Edited(matched=len(ids), failed=missing, job_id=job_id)
    failed = tuple(_each(actor, ids, edit))
    with transaction.atomic(durable=True):
        _note(actor, "documents.edited", edit, matched=len(ids), failed=failed)
    return Edited(matched=len(ids), changed=len(ids) - len(failed), failed=missing + failed)


def _ask(actor: Actor, selection: Selection, edit: Edit, ids: Sequence[UUID]) -> UUID:
    job = EditDocuments(
        user_id=actor.user_id, edit=edit.encoded(), selection=selection.encoded(), last_id=ids[-1]
    )
    _note(actor, "documents.edit_started", edit, matched=len(ids), failed=())
    return enqueue(job)


def edit_documents(job: EditDocuments, *, lease: Lease) -> None:
    """Edit the selected documents in the order of their ids, a turn at a time, and write down how many."""
    edit, selection = Edit.of(job.edit), Selection.of(job.selection)
    actor = access_writer(tenant=required_tenant(), person_id=job.user_id)
    with transaction.atomic():
        lease.guard()
        kept = find_job(lease.claim.job_id).progress.get(KEPT) or {}
    tally = _Tally(**kept)
    while ids := _next(actor, selection, job.last_id, tally):
        tally = _turn(actor, ids, edit, tally, lease)
        if lease.cancelled:
            break
        if lease.is_turn_over:
            lease.step_aside()
            return
    _end(actor, edit, tally, lease)


@dataclass(frozen=True, kw_only=True)
class _Tally:
    """Count what is behind the job, as the ledger keeps it."""

    after: str = ""
    done: int = 0
    failures: int = 0
    total: int = 0
    first: Sequence[tuple[str, str]] = ()


def _next(actor: Actor, selection: Selection, last_id: UUID, tally: _Tally) -> list[UUID]:
    with transaction.atomic():
        mine = selection.documents(actor).filter(pk__lte=last_id)
        if tally.after:
            mine = mine.filter(pk__gt=UUID(tally.after))
        return list(mine.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _turn(actor: Actor, ids: Sequence[UUID], edit: Edit, tally: _Tally, lease: Lease) -> _Tally:
    failed = tuple(_each(actor, ids, edit))
    first = [*tally.first, *((str(failure.id), failure.code) for failure in failed)]
    tally = replace(
        tally,
        after=str(ids[-1]),
        done=tally.done + len(ids) - len(failed),
        failures=tally.failures + len(failed),
        first=first[:MOST_FAILURES],
    )
    with transaction.atomic():
        lease.guard()
        lease.progress(done=tally.done, failed=tally.failures, **{KEPT: vars(tally)})
    return tally


@transaction.atomic
def _end(actor: Actor, edit: Edit, tally: _Tally, lease: Lease) -> None:
    lease.guard()
    detail = {"changed": tally.done, "failed": tally.failures, "failures": [list(one) for one in tally.first]}
    target = f"job:{lease.claim.job_id}"
    audit.note(
        actor=actor, action="documents.edited", target=target, work=edit.work, fields=edit.fields, **detail
    )


def _each(actor: Actor, ids: Sequence[UUID], edit: Edit) -> Iterator[Failure]:
    """Edit one document after the other, each in a transaction of its own; yield what was refused."""
    for document_id in ids:
        try:
            _one(actor, document_id, edit)
        except RaglanError as refused:
            yield Failure(id=document_id, code=refused.reason, detail=refused.detail)


@transaction.atomic(durable=True)
def _one(actor: Actor, document_id: UUID, edit: Edit) -> None:
    if edit.work == "retry":
        retry_locked(_locked(actor, document_id), Urgency.BULK)
        return
    lock_corpus(actor.tenant)
    document = _locked(actor, document_id)
    if edit.work == "delete":
        remove_documents([document.pk], actor=actor)
        return
    metadata = None if edit.metadata is None else _merged(document.metadata, edit.metadata)
    changes = DocumentChanges(metadata=metadata, readers=edit.readers, collection=edit.collection)
    apply_changes(actor, document, changes)
    live(actor, document, edit.life)


def _locked(actor: Actor, document_id: UUID) -> Document:
    document = lock_document(document_id)
    # Asked again under the lock: its readers may have changed since it was selected.
    if not Document.objects.visible_to(actor).filter(pk=document_id).exists():
        raise NotFound("There is no such document.")
    return document


def _merged(kept: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**kept, **patch}.items() if value is not None}


def _missing(document_id: UUID) -> Failure:
    return Failure(id=document_id, code=NotFound.code, detail="There is no such document.")


def _note(actor: Actor, action: str, edit: Edit, *, matched: int, failed: Sequence[Failure]) -> None:
    audit.note(
        actor=actor,
        action=action,
        target="documents:",
        work=edit.work,
        fields=edit.fields,
        matched=matched,
        failed=len(failed),
    )
