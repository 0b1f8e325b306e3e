"""Search for somebody, count that they did, and write down when it was with another's eyes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from documents.search import passages
from documents.types import SearchResult
from project.kernel.db import shared_scope
from project.kernel.errors import FieldError, Forbidden, Invalid
from tenants.access import actor_of_member, member_named
from tenants.actions import audit, usage
from tenants.types import Actor, Scope, UsageKind


@dataclass(frozen=True, kw_only=True)
class Searched:
    """Carry what was found, and with whose eyes."""

    found: SearchResult
    eyes: Actor


def search(
    *,
    actor: Actor,
    question: str,
    as_person: str | None = None,
    settings: Mapping[str, Any] | None = None,
    **wanted: Any,
) -> Searched:
    """Return the best passages, as `documents.search.passages` does; raise Invalid for a wrong question.

    An owner or admin may search as another member, who neither sees more nor pays for it, and with other settings;
    raise Forbidden for anybody else, before the person is looked for.
    """
    if as_person is not None or settings:
        _refuse_others(actor)
    eyes = actor if as_person is None else _member(actor, as_person)
    if as_person is not None:
        # Before the search: also a refusal tells what they see, and no fault hides that somebody looked.
        _note(actor, eyes, question)
    found = passages(actor=eyes, question=question, settings=settings or {}, **wanted)
    with transaction.atomic(durable=True):
        usage.count(actor=actor, kind=UsageKind.SEARCHES)
    return Searched(found=found, eyes=eyes)


def _refuse_others(actor: Actor) -> None:
    if not (actor.sees_everything and actor.has_scope(Scope.ADMIN)):
        raise Forbidden("Only owners and admins search as somebody else, or with other settings.")


def _member(actor: Actor, name: str) -> Actor:
    with shared_scope():
        key = member_named(tenant=actor.tenant, name=name)
        found = actor_of_member(tenant=actor.tenant, person_id=key) if key else None
    if found is None:
        detail = "Expected a member's e-mail address or id."
        raise Invalid(detail, errors=[FieldError("as_person", "unknown_member", detail)])
    return found


@transaction.atomic(durable=True)
def _note(actor: Actor, eyes: Actor, question: str) -> None:
    # The trail stays for ever, and a question may hold what is erased later: whoever has it can hold it against this.
    digest = hashlib.sha256(question.strip().encode()).hexdigest()
    target = f"person:{eyes.user_id}"
    audit.note(actor=actor, action="search.as_person", target=target, question_sha256=digest)
