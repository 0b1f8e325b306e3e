"""Say whether a question may be asked within its bounds, before it is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.access import visible_collections
from documents.search.filters import read_filter, refuse_unknown
from tenants.types import Actor


def check_bounds(*, actor: Actor, collections: Sequence[str], filter: Mapping[str, Any]) -> None:  # noqa: A002 - the contract's name
    """Raise Invalid, naming the field, for a filter that cannot be read and for a collection that is not seen."""
    read_filter(filter)
    if collections:
        seen = visible_collections(actor=actor).filter(slug__in=collections).values_list("slug", flat=True)
        refuse_unknown(collections, seen)
