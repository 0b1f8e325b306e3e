"""Say who owns a document, when it is reviewed, when it ends, and what it replaces."""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from documents.indexing.withdrawing import ask_for_ends, settle
from documents.models import Document
from project.kernel.errors import Conflict, FieldError, Invalid
from project.kernel.unknown import quoted
from tenants.access import member_named
from tenants.actions import audit
from tenants.types import Actor


class Life(TypedDict, total=False):
    """Say what changes: what is left out stays, and None clears it. An owner is named by address or id."""

    owner: str | None
    review_on: date | None
    expires_at: datetime | None
    supersedes: UUID | None


FIELDS = ("owner_id", "review_on", "expires_at", "supersedes_id")


def live(actor: Actor, document: Document, life: Life) -> dict[str, str | None]:
    """Change the life of a locked document, under the corpus lock; return what changed. The next search obeys.

    Raise Invalid for an owner who is no member and a document that is not there, Conflict for a circle.
    """
    before = {name: getattr(document, name) for name in FIELDS}
    if "owner" in life:
        document.owner_id = _owner(actor, life["owner"])
    if "review_on" in life:
        document.review_on = life["review_on"]
    if "expires_at" in life:
        document.expires_at = life["expires_at"]
    if "supersedes" in life:
        document.supersedes_id = _superseded(actor, document, life["supersedes"])
    changed = [name for name in FIELDS if before[name] != getattr(document, name)]
    if not changed:
        return {}
    document.save(update_fields=[*changed, "updated_at"])
    settle([document.pk, before["supersedes_id"], document.supersedes_id])
    document.refresh_from_db(fields=["is_withdrawn"])
    if "expires_at" in changed:
        ask_for_ends([document])
    return {name.removesuffix("_id"): _plain(getattr(document, name)) for name in changed}


def live_and_note(actor: Actor, document: Document, life: Life) -> None:
    """Change the life of a locked document, and write down what changed."""
    if changed := live(actor, document, life):
        audit.note(actor=actor, action="document.changed", target=f"document:{document.pk}", **changed)


def _owner(actor: Actor, name: str | None) -> UUID | None:
    if not name:
        return None
    found = member_named(tenant=actor.tenant, name=name)
    if found is None:
        detail = f"Expected the e-mail address or id of a member, not {quoted(name)}."
        raise Invalid(detail, errors=[FieldError("owner", "unknown_member", detail)])
    return found


def _superseded(actor: Actor, document: Document, replaced_id: UUID | None) -> UUID | None:
    if replaced_id is None:
        return None
    if not Document.objects.visible_to(actor).filter(pk=replaced_id).exists():
        detail = "Expected the id of a document that you may see."
        raise Invalid(detail, errors=[FieldError("supersedes", "unknown_document", detail)])
    # Under the corpus lock nobody else makes a link meanwhile, so that the chain has an end.
    at: UUID | None = replaced_id
    while at is not None:
        if at == document.pk:
            raise _refused("circle", "A document cannot replace itself, nor one that replaces it.")
        at = Document.objects.filter(pk=at).values_list("supersedes_id", flat=True).first()
    if Document.objects.filter(supersedes=replaced_id).exclude(pk=document.pk).exists():
        raise _refused("taken", "Another document supersedes this one already; clear that first.")
    return replaced_id


def _refused(code: str, detail: str) -> Conflict:
    return Conflict(detail, code=code, errors=[FieldError("supersedes", code, detail)])


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
