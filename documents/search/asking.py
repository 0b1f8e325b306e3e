"""Check what is asked of a search before anything is looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from documents.filtering.reading import read_filter
from documents.filtering.tree import Node
from documents.lexical.wording import Wording, read_wording
from project.kernel.errors import FieldError, Invalid
from tenants.types import Actor

Mode = Literal["hybrid", "dense", "lexical"]
MOST_PASSAGES = 1_000
MOST_EXCLUDED = 20


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Hold a question as it was asked, checked."""

    actor: Actor
    # Without the signs that `wording` was read from.
    question: str
    wording: Wording
    k: int
    mode: Mode
    collections: tuple[str, ...]
    conditions: Node
    # What an admin tries instead of what the tenant has set.
    changes: Mapping[str, Any] = field(default_factory=dict)
    # The moment whose versions are to answer; None: those of now.
    as_of: datetime | None = None


def checked(
    actor: Actor, question: str, k: int, mode: Mode, collections: Sequence[str], wanted: Mapping[str, Any]
) -> Wanted:
    """Return the question with what bounds it; raise Invalid, which names each thing that is not as expected."""
    question = question.replace("\x00", " ").strip()
    wrong: list[FieldError] = []
    wording = read_wording(question)
    if not question:
        wrong.append(FieldError("query", "empty", "Expected a question."))
    elif not wording.text or not wording.asks_for_something:
        detail = "Expected words to search for, which are not excluded at the same time."
        wrong.append(FieldError("query", "nothing_left", detail))
    if len(wording.excluded) > MOST_EXCLUDED:
        wrong.append(FieldError("query", "too_many", f"Expected at most {MOST_EXCLUDED} exclusions."))
    if not 1 <= k <= MOST_PASSAGES:
        wrong.append(FieldError("k", "out_of_range", f"Expected 1 to {MOST_PASSAGES}."))
    if wrong:
        raise Invalid("The search is not as expected.", errors=wrong)
    return Wanted(
        actor=actor,
        question=wording.text,
        wording=wording,
        k=k,
        mode=mode,
        collections=tuple(dict.fromkeys(collections)),
        conditions=read_filter(wanted, actor=actor),
    )
