"""Ask for websites, and stop jobs."""

from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from documents.access import access_collection
from documents.jobs import ImportWebsite
from project.kernel.errors import FieldError, Invalid
from project.kernel.jobs import cancel, enqueue
from project.kernel.jobs.reading import find_job
from tenants.types import Actor


@transaction.atomic(durable=True)
def start(*, actor: Actor, url: str, collection: str, path_prefix: str = "") -> UUID:
    """Ask for the pages of one site below a path; return the job. Raise Invalid for another kind of address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        wrong = FieldError("url", "invalid", "Expected an address that begins with http:// or https://.")
        raise Invalid("The address is not as expected.", errors=[wrong])
    access_collection(actor=actor, slug=collection)
    prefix = path_prefix or parts.path.rsplit("/", 1)[0] + "/"
    job = ImportWebsite(
        url=url,
        path_prefix=prefix if prefix.startswith("/") else f"/{prefix}",
        collection=collection,
        user_id=actor.user_id,
    )
    return enqueue(job)


@transaction.atomic(durable=True)
def cancel_job(*, actor: Actor, job_id: UUID) -> None:
    """Cancel a job of the actor's tenant that waits, or ask the one that runs to stop; raise NotFound."""
    cancel(find_job(job_id).pk)
