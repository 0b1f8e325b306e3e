"""Decide what becomes of one item of a source, and do it."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from documents.access import access_writer
from documents.actions import erasing, library
from documents.lines import MAX_EXTERNAL_ID_BYTES
from documents.models import Document, DocumentVersion, Source, SourceItem
from documents.origins import is_of_another
from documents.sources.types import LEFT_OUT, Connector, Fetched, Item, ItemFailed, ItemSkipped, Unchanged
from documents.syncing.connecting import Opening
from documents.syncing.tally import Outcome
from documents.types import Happened
from project.kernel.db import TenantRef
from project.kernel.errors import Forbidden, RaglanError
from project.kernel.jobs import Urgency
from tenants.types import Actor

ERASED_MEANWHILE = "erased_meanwhile"


@dataclass(frozen=True, kw_only=True)
class Known:
    """Hold what is kept of an item."""

    document_id: UUID | None
    fingerprint: str
    last_run_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class _Home:
    """Say where an item's document goes, or stands."""

    collection: str
    external_id: str
    sha256: str = ""
    is_new: bool = True


class Keeper:
    """Keep the items of one source as documents, as the person who made it."""

    def __init__(self, tenant: TenantRef, source: Source, opening: Opening, begun_at: datetime) -> None:
        """Keep whose work it is, and since when."""
        self._tenant, self._source, self._opening = tenant, source, opening
        self._begun_at = begun_at

    def actor(self) -> Actor:
        """Return the person as they are now; raise Forbidden where they may not write any more."""
        return access_writer(tenant=self._tenant, person_id=self._source.created_by)

    def settle(self, item: Item, known: Known | None, connector: Connector) -> Outcome:
        """Bring one item here; raise SourceFailed, or Forbidden where the person may not write any more."""
        try:
            return self._settle(item, known, connector, is_dry=False)
        except ItemSkipped as left:
            return _as_it_was(item, known, Happened.SKIPPED, code=left.code, detail=left.detail)
        except ItemFailed as failure:
            return self._failed(item, known, failure.code, failure.detail)

    def foresee(self, item: Item, known: Known | None, connector: Connector) -> Outcome:
        """Say what `settle` would do, and change nothing; raise SourceFailed."""
        try:
            return self._settle(item, known, connector, is_dry=True)
        except ItemSkipped as left:
            return _as_it_was(item, known, Happened.SKIPPED, code=left.code, detail=left.detail)
        except ItemFailed as failure:
            return self._failed(item, known, failure.code, failure.detail)

    def _settle(self, item: Item, known: Known | None, connector: Connector, *, is_dry: bool) -> Outcome:
        if item.external_id.startswith(LEFT_OUT):
            # It says why, and becomes no document.
            connector.fetch(item, "")
        home = self._home(item, known)
        if home is None:
            return _as_it_was(item, known, Happened.SKIPPED)
        kept = known.fingerprint if known and known.document_id else ""
        is_same = bool(kept) and item.fingerprint == kept
        if is_same:
            return _as_it_was(item, known, Happened.UNCHANGED)
        _refuse_large(item)
        if is_dry and item.fingerprint:
            return Outcome(item=item, happened=Happened.ADDED if home.is_new else Happened.UPDATED)
        try:
            fetched = connector.fetch(item, kept)
        except Unchanged:
            return _as_it_was(item, known, Happened.UNCHANGED)
        return _foreseen(item, home, fetched) if is_dry else self._kept(item, known, home, fetched)

    def _home(self, item: Item, known: Known | None) -> _Home | None:
        """Return where the item goes; None where a person erased its document."""
        name = self._name_of(item)
        with transaction.atomic():
            if known is None or known.document_id is None:
                return self._new_home(name)
            found = Document.objects.filter(pk=known.document_id).select_related("collection").first()
            if found is None:
                return None
            latest = DocumentVersion.objects.latest_of(found.pk).values_list("sha256", flat=True).first()
            return _Home(
                collection=found.collection.slug,
                external_id=found.external_id,
                sha256=latest or "",
                is_new=False,
            )

    def _new_home(self, name: str) -> _Home:
        collection = self._source.collection
        taken = Document.objects.filter(collection=collection, external_id=name).values_list("pk", flat=True)
        if (first := taken.first()) and is_of_another(source_id=self._source.pk, document_id=first):
            raise ItemFailed("taken", "Another source keeps this document in the collection already.")
        return _Home(collection=collection.slug, external_id=name)

    def _name_of(self, item: Item) -> str:
        # An address names the same thing everywhere; any other name means something within its source alone.
        name = item.external_id
        name = name if "://" in name else f"source:{self._source.pk}/{name}"
        if len(name.encode("utf-8", "replace")) > MAX_EXTERNAL_ID_BYTES:
            raise ItemFailed("too_long", f"Its name has more than {MAX_EXTERNAL_ID_BYTES} bytes.")
        return name

    def _kept(self, item: Item, known: Known | None, home: _Home, fetched: Fetched) -> Outcome:
        # Asked for each item: a run takes long, in which people leave.
        actor = self.actor()
        try:
            done = library.upload(actor=actor, upload=_upload(item, home, fetched, self._begun_at))
        except Forbidden:
            raise
        except RaglanError as refused:
            if refused.reason == ERASED_MEANWHILE and known and known.document_id:
                return _as_it_was(item, known, Happened.SKIPPED)
            return self._failed(item, known, refused.reason, refused.detail)
        if not home.is_new and known and done.document_id != known.document_id:
            # A person erased it while it was on its way: it does not come back.
            erasing.erase(actor=actor, document_id=done.document_id)
            return _as_it_was(item, known, Happened.SKIPPED)
        return Outcome(
            item=item,
            happened=self._happened(home, done),
            document_id=done.document_id,
            fingerprint=fetched.fingerprint or item.fingerprint,
        )

    @transaction.atomic
    def _happened(self, home: _Home, done: library.Uploaded) -> Happened:
        if home.is_new:
            return Happened.ADDED
        # A turn that was killed may have brought it over and not come to writing it down.
        brought = DocumentVersion.objects.current().filter(
            document_id=done.document_id, created_at__gte=self._begun_at
        )
        return Happened.UNCHANGED if done.unchanged and not brought.exists() else Happened.UPDATED

    def made(self, document_ids: Collection[UUID]) -> list[UUID]:
        """Return which of these documents came to be since the run began, others having stood here before."""
        made = Document.objects.filter(pk__in=document_ids, created_at__gte=self._begun_at)
        return list(made.values_list("pk", flat=True))

    def _failed(self, item: Item, known: Known | None, code: str, detail: str) -> Outcome:
        return _as_it_was(item, known, Happened.FAILED, code=code, detail=self._opening.shown(detail))


@transaction.atomic
def known_items(source_id: UUID) -> dict[str, Known]:
    """Return what is kept of a source, by external id."""
    rows = SourceItem.objects.filter(source_id=source_id).values_list(
        "external_id", "document_id", "fingerprint", "last_run_id"
    )
    return {
        name: Known(document_id=document, fingerprint=fingerprint, last_run_id=run)
        for name, document, fingerprint, run in rows.iterator()
    }


def _as_it_was(item: Item, known: Known | None, happened: Happened, **why: str) -> Outcome:
    return Outcome(
        item=item,
        happened=happened,
        document_id=known.document_id if known else None,
        fingerprint=known.fingerprint if known else "",
        **why,
    )


def _refuse_large(item: Item) -> None:
    if item.size_bytes is not None and item.size_bytes > settings.UPLOAD_LIMIT_BYTES:
        raise ItemFailed(
            "too_large", f"It is larger than the upload limit of {settings.UPLOAD_LIMIT_BYTES} bytes."
        )


def _foreseen(item: Item, home: _Home, fetched: Fetched) -> Outcome:
    is_same = hashlib.sha256(fetched.content).hexdigest() == home.sha256
    happened = Happened.UNCHANGED if is_same else Happened.ADDED if home.is_new else Happened.UPDATED
    return Outcome(item=item, happened=happened)


def _upload(item: Item, home: _Home, fetched: Fetched, begun_at: datetime) -> library.Upload:
    said: Mapping[str, Any] | None = dict(item.metadata) if home.is_new or item.metadata else None
    return library.Upload(
        file=ContentFile(fetched.content, name=fetched.filename),
        filename=fetched.filename,
        content_type=fetched.content_type,
        collection=home.collection,
        external_id=home.external_id,
        # A person may have given it another since.
        title=(fetched.title or item.title) if home.is_new else "",
        url=fetched.url or item.url,
        metadata=said,
        begun_at=begun_at,
        urgency=Urgency.BULK,
    )
