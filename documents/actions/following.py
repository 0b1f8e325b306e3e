"""Let collections answer by the tenant's index version."""

from uuid import UUID

from django.db import transaction

from documents.access import access_collection
from documents.indexing.following import follow
from documents.jobs import FollowTenant
from documents.models import LiveIndex
from documents.search.corpus import lock_corpus
from project.kernel.errors import Conflict
from project.kernel.jobs import enqueue
from tenants.actions import audit
from tenants.types import Actor


@transaction.atomic(durable=True)
def follow_tenant(*, actor: Actor, slug: str) -> UUID | None:
    """Let a collection answer by the tenant's index version again; return the job that does so where it takes a while.

    Raise NotFound, Conflict where it has no index version of its own.
    """
    collection = access_collection(actor=actor, slug=slug)
    lock_corpus(actor.tenant)
    names = dict(LiveIndex.objects.values_list("pk", "index_version"))
    own = names.get(collection.pk)
    if own is None or own == names[LiveIndex.TENANT]:
        raise Conflict("The collection answers by the tenant's index version already.")
    audit.note(actor=actor, action="index.followed", target=f"collection:{slug}", instead_of=own)
    if follow(collection.pk, own) is None:
        return None
    job = FollowTenant(collection_id=collection.pk, index_id=own)
    return enqueue(job, dedupe=f"follow {collection.pk} {own}")
