"""Check what is asked of a search before anything is looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from documents.search.filters import Condition, read_filter
from project.kernel.errors import FieldError, Invalid
from tenants.types import Actor

Mode = Literal["hybrid", "dense", "lexical"]
MOST_PASSAGES = 1_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Hold a question as it was asked, checked."""

    actor: Actor
    question: str
    k: int
    mode: Mode
    collections: tuple[str, ...]
    conditions: tuple[Condition, ...]
    # What an admin tries instead of what the tenant has set.
    changes: Mapping[str, Any] = field(default_factory=dict)


def checked(
    actor: Actor, question: str, k: int, mode: Mode, collections: Sequence[str], wanted: Mapping[str, Any]
) -> Wanted:
    """Return the question with what bounds it; raise Invalid, which names each thing that is not as expected."""
    question = question.replace("\x00", " ").strip()
    wrong: list[FieldError] = []
    if not question:
        wrong.append(FieldError("query", "empty", "Expected a question."))
    if not 1 <= k <= MOST_PASSAGES:
        wrong.append(FieldError("k", "out_of_range", f"Expected 1 to {MOST_PASSAGES}."))
    if wrong:
        raise Invalid("The search is not as expected.", errors=wrong)
    return Wanted(
        actor=actor,
        question=question,
        k=k,
        mode=mode,
        collections=tuple(dict.fromkeys(collections)),
        conditions=read_filter(wanted),
    )
