"""Plant a document for each group, search for it with the eyes of others, and sound the alarm where they find it."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from documents.access import live_index
from documents.actions.adding import queue_document
from documents.actions.removing import remove_documents
from documents.actions.storing import stored
from documents.canaries import NOBODYS, SLUG, Nest, audience_in, inside, nests_of, outside, planted
from documents.indexing.parse import required_tenant
from documents.jobs import CheckCanaries
from documents.models import Audience, Collection, Document, DocumentVersion
from documents.models.collections import WITHDRAWN
from documents.probing import ways_to
from documents.search.corpus import lock_corpus
from documents.search.tuning import lock_tuning, read_tuning, write_tuning
from documents.types import ENDED, Status
from project.kernel.db import TenantRef
from project.kernel.ids import uuid7
from project.kernel.jobs import Lease, Urgency, enqueue
from tenants.access import group_names
from tenants.actions import alarms, audit
from tenants.types import Actor

CANARIES = "canaries"
WORDS = 8
# The way that a canary has not come which was not read.
UNREAD = "reading"
# A canary that waits to be read and embedded is looked for again after this long.
SOON_SECONDS = 300
# One that was not read and embedded by then is told of as one that nobody finds.
PATIENCE = timedelta(hours=6)
LEAKED = "A document came out to somebody who may not read it: the canary of {names} was found from outside."
LOST = "A document is not found by those who may read it: the canary of {names} is missing from inside."


@transaction.atomic(durable=True)
def switch(*, actor: Actor, is_on: bool) -> None:
    """Have canaries planted and searched for from now on, or remove all of them and what was found."""
    lock_corpus(actor.tenant)
    lock_tuning(CANARIES)
    write_tuning(CANARIES, {"enabled": is_on, "asked_at": timezone.now().isoformat()})
    audit.note(actor=actor, action="canaries.switched", target=f"tenant:{actor.tenant.id}", enabled=is_on)
    if is_on:
        enqueue(CheckCanaries(), dedupe=CheckCanaries.kind(), urgency=Urgency.URGENT)
        return
    _remove(list(planted().values()))
    Collection.objects.filter(slug=SLUG, audience_id__lt=WITHDRAWN).delete()
    Audience.objects.filter(pk__lt=WITHDRAWN).delete()
    alarms.clear(tenant=actor.tenant, kind=CANARIES)


def check_canaries(job: CheckCanaries, *, lease: Lease) -> None:
    """Plant what is missing, look for what stands, keep what was found; twice is once more."""
    tenant = required_tenant()
    with transaction.atomic():
        is_on, names = is_enabled(), group_names(tenant=tenant)
        has_documents = live_index() is not None
    if not is_on or not has_documents or lease.cancelled:
        return
    nests = nests_of(tenant, sorted(names))
    _tend(tenant, nests)
    with transaction.atomic():
        standing = planted()
    results = [_looked_for(nest, nests, standing) for nest in nests]
    _keep(results, {str(key): name for key, name in names.items()}, lease)
    if any(one["state"] == "waiting" for one in results):
        with transaction.atomic():
            enqueue(CheckCanaries(), dedupe=CheckCanaries.kind(), delay_seconds=SOON_SECONDS)


def is_enabled() -> bool:
    """Say whether the tenant has canaries, which it has unless somebody switched them off."""
    return bool((read_tuning(CANARIES) or {}).get("enabled", True))


def _tend(tenant: TenantRef, nests: Iterable[Nest]) -> None:
    """Remove what stands for groups that are gone or was told to be unread, and plant what is missing."""
    wanted = {str(nest.group_id): nest for nest in nests}
    with transaction.atomic(durable=True):
        lock_corpus(tenant)
        unread = _told_unread()
        _remove([document for key, document in planted().items() if key not in wanted or key in unread])
        standing = planted()
    for key, nest in wanted.items():
        if key not in standing:
            _plant(tenant, nest)


def _told_unread() -> set[str]:
    """Return for which groups the last check told of a canary that was not read: it is planted anew by the next."""
    kept = (read_tuning(CANARIES) or {}).get("results", [])
    return {one["group"] or str(NOBODYS) for one in kept if one["where"] == [UNREAD]}


def _plant(tenant: TenantRef, nest: Nest) -> None:
    content = " ".join(f"zq{secrets.token_hex(7)}" for _ in range(WORDS)).encode()
    digest = hashlib.sha256(content).hexdigest()
    with stored(tenant, ContentFile(content), digest) as file, transaction.atomic(durable=True):
        lock_corpus(tenant)
        if not is_enabled():
            return
        document = _document(nest)
        if document is None:
            return
        DocumentVersion.objects.create(
            document=document,
            number=1,
            storage_key=file.key,
            filename="canary.txt",
            content_type="text/plain",
            size_bytes=file.size_bytes,
            sha256=digest,
            title=document.title,
            created_by=nest.twin,
        )
        queue_document(document, Urgency.BULK)


def _document(nest: Nest) -> Document | None:
    """Return a canary's row; None where another worker has just planted it."""
    keeper = audience_in(Nest(tenant=nest.tenant, group_id=NOBODYS))
    home, _ = Collection.objects.get_or_create(slug=SLUG, defaults={"name": "Canaries", "audience": keeper})
    made = Document(
        pk=uuid7(),
        collection=home,
        external_id=str(nest.group_id),
        title=f"zq{secrets.token_hex(7)}",
        own_readers=nest.readers,
        audience=audience_in(nest),
    )
    Document.objects.bulk_create([made], ignore_conflicts=True)
    return Document.objects.select_for_update(no_key=True).filter(pk=made.pk).first()


def _remove(documents: Iterable[Document]) -> None:
    ids = [document.pk for document in documents]
    if ids:
        remove_documents([row.pk for row in Document.objects.locked(ids)])


def _looked_for(nest: Nest, nests: list[Nest], standing: Mapping[str, Document]) -> dict[str, Any]:
    """Return whether a canary keeps: each way must lead to it from inside, and none from outside."""
    document = standing.get(str(nest.group_id))
    said = {"group": None if nest.group_id == NOBODYS else str(nest.group_id)}
    if document is None:
        return {**said, "state": "waiting", "where": []}
    if document.status != Status.READY:
        is_unread = document.status in ENDED or document.created_at < timezone.now() - PATIENCE
        return {
            **said,
            "state": "lost" if is_unread else "waiting",
            "where": [UNREAD] if is_unread else [],
        }
    leaks = [way for way, is_found in ways_to(document, outside(nest, nests)).items() if is_found]
    if leaks:
        return {**said, "state": "leaked", "where": leaks}
    lost = [way for way, is_found in ways_to(document, inside(nest)).items() if is_found is False]
    return {**said, "state": "lost" if lost else "kept", "where": lost}


@transaction.atomic
def _keep(results: list[dict[str, Any]], names: Mapping[str, str], lease: Lease) -> None:
    lease.guard()
    lock_tuning(CANARIES)
    if not is_enabled():
        return
    write_tuning(CANARIES, {"enabled": True, "checked_at": timezone.now().isoformat(), "results": results})
    for state, sentence in (("leaked", LEAKED), ("lost", LOST)):
        failed = [one for one in results if one["state"] == state]
        if failed:
            called = ", ".join(names.get(one["group"] or "", "nobody") for one in failed)
            where = sorted({way for one in failed for way in one["where"]})
            says = sentence.format(names=called)
            alarms.sound(tenant=required_tenant(), kind=CANARIES, says=says, state=state, where=where)
            return
    # What waits says nothing yet: an alarm of before stands until the canary was looked for.
    if all(one["state"] == "kept" for one in results):
        alarms.clear(tenant=required_tenant(), kind=CANARIES)


def group_of(result: Mapping[str, Any]) -> UUID | None:
    """Return for which group a result stands; None for nobody's."""
    return UUID(result["group"]) if result["group"] else None
