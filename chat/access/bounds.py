"""Say whether a question may be asked within its bounds, and what lies inside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from documents.access import visible_documents
from documents.filtering.moments import read_moment
from documents.filtering.reading import read_filter
from documents.narrowing import reached_collections
from documents.search.filters import refuse_unknown
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Say within what a question is asked."""

    collections: tuple[str, ...] = ()
    filter: Mapping[str, Any] = field(default_factory=dict)
    # Asked of what was in force at a moment: what an editor wrote is of now.
    is_past: bool = False


def is_within(*, actor: Actor, document_ids: Collection[UUID], bounds: Bounds) -> bool:
    """Say whether there are documents, and all of them seen and in these collections.

    What a filter keeps is known by searching alone: nothing is taken to be inside. Nor is anything of now in the past.
    """
    if bounds.is_past:
        return False
    inside = visible_documents(actor=actor).filter(
        pk__in=document_ids, collection__slug__in=bounds.collections
    )
    return bool(document_ids) and not bounds.filter and inside.count() == len(document_ids)


def is_left_by(*, actor: Actor, document_ids: Collection[UUID], filter: Mapping[str, Any]) -> bool:  # noqa: A002 - the contract's name
    """Say whether a filter leaves each of these documents at this moment; of what asks for a page, none is known."""
    left = visible_documents(actor=actor, filter=filter).filter(pk__in=document_ids)
    return left.count() == len(document_ids)


def filter_of(*, actor: Actor, filter: Mapping[str, Any]) -> str:  # noqa: A002 - the contract's name
    """Return what a filter asks for, of this person and at this moment: `me` is another for others."""
    return repr(read_filter(filter, actor=actor)) if filter else ""


def check_bounds(
    *,
    actor: Actor,
    collections: Sequence[str],
    filter: Mapping[str, Any],  # noqa: A002 - the contract's name
    as_of: str = "",
) -> None:
    """Raise Invalid, naming the field, for a wrong filter or moment, and for a collection one has no part in."""
    read_filter(filter, actor=actor)
    read_moment(as_of)
    if collections:
        refuse_unknown(collections, reached_collections(actor=actor, slugs=collections))
