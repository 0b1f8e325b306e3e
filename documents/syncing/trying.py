"""Try whether a source can be read, before it is added."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.actions.describing import checked_secrets, checked_settings, known_kind, secrets_of
from documents.origins import access_source
from documents.sources.kinds import Kind
from documents.sources.types import LEFT_OUT, Item, ItemFailed, SourceFailed
from documents.syncing.connecting import Opening
from project.kernel.errors import Invalid
from tenants.types import Actor

MOST_ITEMS = 10
# A person waits: what did not come by then is not waited for.
TRY_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Say what was found, or why nothing could be."""

    items: tuple[Item, ...]
    code: str = ""
    detail: str = ""


def try_source(
    *,
    actor: Actor,
    kind: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str],
    source_id: UUID | None = None,
) -> Tried:
    """List the first items of a source; the secrets of a stored one are used with its own settings alone."""
    known = known_kind(kind)
    checked = checked_settings(known, settings)
    opening = Opening(
        kind=known.name,
        settings=checked,
        secrets=checked_secrets(known, {**_stored(actor, source_id, known, checked), **secrets}),
    )
    found: list[Item] = []
    try:
        with opening.connector() as connector:
            found.extend(_first(connector.items({})))
    except (SourceFailed, ItemFailed) as failure:
        return Tried(items=tuple(found), code=failure.code, detail=opening.shown(failure.detail))
    return Tried(items=tuple(found))


def _first(items: Iterator[Item]) -> Iterator[Item]:
    deadline = time.monotonic() + TRY_SECONDS
    count = 0
    for item in items:
        # What is left out becomes no document.
        if not item.external_id.startswith(LEFT_OUT):
            count += 1
            yield item
        if count == MOST_ITEMS or time.monotonic() > deadline:
            return


def _stored(actor: Actor, source_id: UUID | None, kind: Kind, settings: Mapping[str, Any]) -> dict[str, str]:
    if source_id is None:
        return {}
    with transaction.atomic():
        source = access_source(actor=actor, source_id=source_id)
        kept = secrets_of(source)
    if kept and (source.kind != kind.name or kind.place(source.settings) != kind.place(settings)):
        raise Invalid("Enter the secrets again: they are not sent to another place than they were given for.")
    return kept
