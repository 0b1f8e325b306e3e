"""Say whether a question may be asked within its bounds, before it is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.filtering.reading import read_filter
from documents.narrowing import reached_collections
from documents.search.filters import refuse_unknown
from tenants.types import Actor


def check_bounds(*, actor: Actor, collections: Sequence[str], filter: Mapping[str, Any]) -> None:  # noqa: A002 - the contract's name
    """Raise Invalid, naming the field, for a filter that cannot be read and for a collection one has no part in."""
    read_filter(filter, actor=actor)
    if collections:
        refuse_unknown(collections, reached_collections(actor=actor, slugs=collections))
