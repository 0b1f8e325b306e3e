"""Say whether a question may be asked within its bounds, and what lies inside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from documents.access import visible_documents
from documents.filtering.reading import read_filter
from documents.narrowing import reached_collections
from documents.search.filters import refuse_unknown
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Say within what a question is asked."""

    collections: tuple[str, ...]
    is_filtered: bool


def is_within(*, actor: Actor, document_ids: Collection[UUID], bounds: Bounds) -> bool:
    """Say whether there are documents, and all of them seen and in these collections.

    What a filter keeps is known by searching alone: nothing is taken to be inside.
    """
    inside = visible_documents(actor=actor).filter(
        pk__in=document_ids, collection__slug__in=bounds.collections
    )
    return bool(document_ids) and not bounds.is_filtered and inside.count() == len(document_ids)


def check_bounds(*, actor: Actor, collections: Sequence[str], filter: Mapping[str, Any]) -> None:  # noqa: A002 - the contract's name
    """Raise Invalid, naming the field, for a filter that cannot be read and for a collection one has no part in."""
    read_filter(filter, actor=actor)
    if collections:
        refuse_unknown(collections, reached_collections(actor=actor, slugs=collections))
