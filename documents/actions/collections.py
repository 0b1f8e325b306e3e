"""Make, change and erase collections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from documents.actions.audiences import named_readers
from documents.actions.holding import seize_collection
from documents.actions.removing import remove_documents
from documents.indexing.placing import audience_of, place_documents
from documents.indexing.reclaim import release
from documents.models import Collection, Document, LiveIndex
from documents.search.corpus import lock_corpus
from project.kernel.errors import Conflict, FieldError
from tenants.actions import audit
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class CollectionChanges:
    """Say what changes; None leaves a field as it is."""

    name: str | None = None
    description: str | None = None
    readers: Sequence[str] | None = None
    settings: Mapping[str, Any] | None = None


@transaction.atomic(durable=True)
def create(
    *,
    actor: Actor,
    slug: str,
    name: str,
    description: str = "",
    readers: Sequence[str] = ("everyone",),
    settings: Mapping[str, Any] | None = None,
) -> Collection:
    """Make a collection; raise Conflict where the slug is taken."""
    audience_id = audience_of(named_readers(actor, readers))
    made = Collection(
        slug=slug,
        name=name or slug,
        description=description,
        settings=settings or {},
        audience_id=audience_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as taken:
        wrong = FieldError("slug", "taken", "Another collection has this slug.")
        raise Conflict("The slug is taken.", errors=[wrong]) from taken
    audit.note(actor=actor, action="collection.created", target=f"collection:{slug}", readers=list(readers))
    return made


@transaction.atomic(durable=True)
def change(*, actor: Actor, slug: str, changes: CollectionChanges) -> Collection:
    """Change a collection; new readers hold from the next query on."""
    collection = seize_collection(actor=actor, slug=slug)
    for field in ("name", "description", "settings"):
        value = getattr(changes, field)
        if value is not None:
            setattr(collection, field, value)
    if changes.readers is not None:
        _set_readers(actor, collection, changes.readers)
    collection.save()
    readers = None if changes.readers is None else list(changes.readers)
    audit.note(actor=actor, action="collection.changed", target=f"collection:{slug}", readers=readers)
    return collection


def _set_readers(actor: Actor, collection: Collection, readers: Sequence[str]) -> None:
    collection.audience_id = audience_of(named_readers(actor, readers))
    lock_corpus(actor.tenant)
    inheriting = Document.objects.filter(collection=collection, own_readers__isnull=True)
    ids = list(inheriting.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    place_documents(ids, collection_id=collection.pk, audience_id=collection.audience_id)


@transaction.atomic(durable=True)
def erase(*, actor: Actor, slug: str) -> None:
    """Erase a collection with its documents; raise Conflict where some are not the actor's to see."""
    collection = seize_collection(actor=actor, slug=slug)
    lock_corpus(actor.tenant)
    mine = Document.objects.visible_to(actor).filter(collection=collection)
    ids = list(mine.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if Document.objects.filter(collection=collection).exclude(pk__in=ids).exists():
        raise Conflict("The collection holds documents of other readers; ask an admin.")
    remove_documents(ids, actor=actor)
    _forget_pointer(collection.pk)
    Collection.objects.filter(pk=collection.pk).delete()
    audit.note(actor=actor, action="collection.erased", target=f"collection:{slug}", documents=len(ids))


def _forget_pointer(collection_id: int) -> None:
    """Remove a collection's own pointer, and what answered for it alone."""
    for pointer in LiveIndex.objects.filter(pk=collection_id).select_related("index_version", "previous"):
        pointer.delete()
        for index in (pointer.index_version, pointer.previous):
            if index is not None:
                release(index)
