"""Refuse what a search cannot be bounded by."""

from collections.abc import Iterable

from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted


def refuse_unknown(collections: Iterable[str], seen: Iterable[str]) -> None:
    """Raise Invalid where a collection was asked for that is not among those that are seen."""
    if missing := set(collections).difference(seen):
        detail = f"There is no collection {quoted(min(missing))}."
        raise Invalid(detail, errors=[FieldError("collections", "unknown_collection", detail)])
