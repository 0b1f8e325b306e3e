"""Import a website once: a source that is read when somebody says so."""

from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from documents.access import access_collection
from documents.actions.describing import MANUAL, NewSource, new_source
from documents.actions.starting import BUSY, begin
from documents.models import Source
from project.kernel.errors import Conflict, FieldError, Invalid
from tenants.actions import audit
from tenants.types import Actor

WEBSITE = "website"
NAME_CHARACTERS = 200


@transaction.atomic(durable=True)
def start(*, actor: Actor, url: str, collection: str, path_prefix: str = "") -> UUID:
    """Ask for the pages of one site below a path, through the source that keeps them; return the job.

    Raise Invalid for another kind of address, Conflict while the same site is read.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        wrong = FieldError("url", "invalid", "Expected an address that begins with http:// or https://.")
        raise Invalid("The address is not as expected.", errors=[wrong])
    settings = {"url": url, "path_prefix": path_prefix}
    name = f"{parts.netloc}{parts.path}".rstrip("/")[:NAME_CHARACTERS]
    wanted = new_source(
        actor,
        NewSource(
            kind=WEBSITE, name=name, collection=collection, settings=settings, secrets={}, schedule=MANUAL
        ),
    )
    source = _known(actor, wanted, collection) or _stored(actor, wanted)
    try:
        run = begin(source, created_by=actor.user_id)
    except IntegrityError as busy:
        raise Conflict(BUSY) from busy
    assert run.job_id is not None
    return run.job_id


def _known(actor: Actor, wanted: Source, collection: str) -> Source | None:
    """Return the source that reads this site already, locked."""
    same = Source.objects.filter(kind=WEBSITE, settings__url=wanted.settings["url"])
    same = same.filter(
        collection=access_collection(actor=actor, slug=collection),
        settings__path_prefix=wanted.settings["path_prefix"],
    )
    return same.select_for_update(no_key=True).order_by("pk").first()


def _stored(actor: Actor, source: Source) -> Source:
    source.save(force_insert=True)
    audit.note(actor=actor, action="source.created", target=f"source:{source.pk}", kind=source.kind)
    return source
