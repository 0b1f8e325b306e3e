"""Ask for websites."""

from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from documents.access import access_collection
from documents.jobs import ImportWebsite
from project.kernel.errors import FieldError, Invalid
from project.kernel.jobs import enqueue
from tenants.types import Actor


@transaction.atomic(durable=True)
def start(*, actor: Actor, url: str, collection: str, path_prefix: str = "") -> UUID:
    """Ask for the pages of one site below a path; return the job. Raise Invalid for another kind of address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        wrong = FieldError("url", "invalid", "Expected an address that begins with http:// or https://.")
        raise Invalid("The address is not as expected.", errors=[wrong])
    access_collection(actor=actor, slug=collection)
    prefix = path_prefix or _folder(parts.path)
    job = ImportWebsite(
        url=url,
        path_prefix=prefix if prefix.startswith("/") else f"/{prefix}",
        collection=collection,
        user_id=actor.user_id,
    )
    return enqueue(job)


def _folder(path: str) -> str:
    """Return what is imported from a start on: below `/docs` its pages, beside `/docs/leave.html` its siblings."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/" if not name or "." in name else path
