"""Say which words mean the same: the tenant's own lists, and what its documents explain."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from documents.indexing import explained
from documents.questions.synonyms import MOST_WORDS_IN_TERM, key_of
from documents.search.known_terms import SYNONYMS, Explained, explained_pairs, keep_synonyms
from documents.search.tuning import lock_tuning, read_tuning
from project.kernel.errors import FieldError, Invalid, Outdated
from tenants.actions import audit
from tenants.types import Actor

MOST_GROUPS, MOST_TERMS, MOST_CHARACTERS = 2_000, 12, 100
Decision = Literal["accept", "reject", "undo"]


@dataclass(frozen=True, kw_only=True)
class Lists:
    """Hold the tenant's own lists, and a name for how they stand."""

    groups: tuple[Mapping[str, Any], ...]
    rejected: tuple[str, ...]
    base: str


@transaction.atomic
def read(*, actor: Actor) -> Lists:
    """Return the tenant's own lists; the door has checked that the actor may know them."""
    return _lists(read_tuning(SYNONYMS))


@transaction.atomic(durable=True)
def replace(*, actor: Actor, groups: Sequence[Mapping[str, Any]], base: str = "") -> Lists:
    """Keep these lists in place of those before; raise Invalid, which names the wrong one, or Outdated."""
    present = _lists(lock_tuning(SYNONYMS))
    if base and base != present.base:
        raise Outdated("Somebody changed the synonyms meanwhile; look at them again.")
    kept = _checked(groups)
    keep_synonyms({"groups": kept, "rejected": list(present.rejected)})
    audit.note(actor=actor, action="synonyms.changed", target="synonyms:tenant", lists=len(kept))
    return _lists(read_tuning(SYNONYMS))


@transaction.atomic
def suggested(*, actor: Actor) -> list[Explained]:
    """Return what documents that the actor sees explain, with how it was decided."""
    return explained_pairs(actor)


@transaction.atomic(durable=True)
def decide(*, actor: Actor, short: str, long: str, decision: Decision) -> Lists:
    """Take what documents explain into the tenant's own lists, for everyone, or let no search use it."""
    present = _lists(lock_tuning(SYNONYMS))
    name = pair_name(short, long)
    rejected = [one for one in present.rejected if one != name]
    groups = [dict(group) for group in present.groups]
    if decision == "reject":
        rejected.append(name)
    if decision == "accept" and not _is_listed(groups, short, long):
        groups.append({"terms": [short, long], "one_way": False})
    keep_synonyms({"groups": _checked(groups), "rejected": rejected})
    audit.note(actor=actor, action=f"synonyms.{decision}", target="synonyms:tenant", short=short, long=long)
    return _lists(read_tuning(SYNONYMS))


@transaction.atomic(durable=True)
def look_again(*, actor: Actor) -> UUID:
    """Have documents that were not looked at yet looked through now."""
    return explained.ask()


def pair_name(short: str, long: str) -> str:
    """Return how a rejected pair is kept."""
    return f"{key_of(short)}\t{key_of(long)}"


def _is_listed(groups: Sequence[Mapping[str, Any]], short: str, long: str) -> bool:
    pair = {key_of(short), key_of(long)}
    return any(pair <= {key_of(term) for term in group["terms"]} for group in groups)


def _checked(groups: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return lists without repeated terms; raise Invalid for one that says nothing."""
    wrong: list[FieldError] = []
    kept: list[dict[str, Any]] = []
    if len(groups) > MOST_GROUPS:
        wrong.append(FieldError("groups", "too_many", f"Expected at most {MOST_GROUPS} lists."))
    for number, group in enumerate(groups):
        terms = list(
            {key_of(term): " ".join(term.split()) for term in group["terms"] if key_of(term)}.values()
        )
        field = f"groups.{number}.terms"
        if not 2 <= len(terms) <= MOST_TERMS:
            wrong.append(FieldError(field, "invalid_list", f"Expected 2 to {MOST_TERMS} different terms."))
        elif any(len(term.split()) > MOST_WORDS_IN_TERM or len(term) > MOST_CHARACTERS for term in terms):
            detail = f"Expected terms of at most {MOST_WORDS_IN_TERM} words and {MOST_CHARACTERS} characters."
            wrong.append(FieldError(field, "too_long", detail))
        kept.append({"terms": terms, "one_way": bool(group.get("one_way"))})
    if wrong:
        raise Invalid("The synonyms are not as expected.", errors=wrong)
    return kept


def _lists(value: Mapping[str, Any] | None) -> Lists:
    kept = value or {}
    groups = [{"terms": one["terms"], "one_way": one["one_way"]} for one in kept.get("groups", [])]
    rejected = kept.get("rejected", [])
    written = json.dumps([groups, rejected], sort_keys=True).encode()
    base = blake2b(written, digest_size=8).hexdigest()
    return Lists(groups=tuple(groups), rejected=tuple(rejected), base=base)
