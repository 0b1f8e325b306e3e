"""Hold a collection still, so that whoever writes into it and whoever changes its readers go one after the other."""

from django.db import connection

from documents.access import access_collection
from documents.models import Collection
from tenants.types import Actor


def hold_collection(*, actor: Actor, slug: str) -> Collection:
    """Return a collection whose readers stay until the transaction ends, beside others who hold it; raise NotFound."""
    with connection.cursor() as cursor:
        # Django knows no FOR SHARE.
        cursor.execute("SELECT 1 FROM collection WHERE slug = %s FOR SHARE", [slug])
    # Read after the lock: the readers may have changed while this waited for it.
    return access_collection(actor=actor, slug=slug)


def seize_collection(*, actor: Actor, slug: str) -> Collection:
    """Return a collection that nobody else writes into or changes until the transaction ends; raise NotFound."""
    # No key lock: rows of documents that refer to it are written under the corpus lock, which comes after this one.
    Collection.objects.filter(slug=slug).select_for_update(no_key=True).first()
    return access_collection(actor=actor, slug=slug)
