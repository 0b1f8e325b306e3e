"""Search for somebody, and count that they did."""

from typing import Any

from django.db import transaction

from documents.search import passages
from documents.types import SearchResult
from tenants.actions import usage
from tenants.types import Actor, UsageKind


def search(*, actor: Actor, question: str, **wanted: Any) -> SearchResult:
    """Return the best passages, as `documents.search.passages` does; raise Invalid for a wrong question."""
    found = passages(actor=actor, question=question, **wanted)
    with transaction.atomic(durable=True):
        usage.count(actor=actor, kind=UsageKind.SEARCHES)
    return found
