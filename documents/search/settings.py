"""Say how a tenant's search goes about a question; what is not set is as it is by default."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any, Self

from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted


def number(default: int, least: int, most: int, says: str) -> Any:
    """Return the field of a whole number within bounds, with a sentence for people."""
    return field(default=default, metadata={"says": says, "least": least, "most": most})


def switch(says: str, *, default: bool) -> Any:
    """Return the field of something that is on or off, with a sentence for people."""
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True, kw_only=True)
class SearchSettings:
    """Hold a tenant's choices; each field has a default, and a sentence that says what it does."""

    # Each leg looks at least this deep, so that what only one of them likes may still rise.
    candidates: int = number(50, 10, 500, "How many passages each way of searching brings at least.")
    question_language: bool = switch(
        "A question is asked in its own language first; switched off, always in that of most of your documents.",
        default=True,
    )
    split_questions: bool = switch(
        "A question that asks for several things is also searched for part by part.", default=True
    )
    expand_synonyms: bool = switch(
        "What you say means the same, and short forms that your documents explain, are searched for as well.",
        default=True,
    )
    time_words: bool = switch(
        "Words such as “last year” or “since March” prefer documents of that time; “current” prefers the newest.",
        default=True,
    )
    rewrite_follow_ups: bool = switch(
        "A question that leans on the conversation is completed from it before the search.", default=True
    )
    correct_spelling: bool = switch(
        "A word that no document has is taken for those near to it: “reciept” finds receipts.", default=True
    )
    light_ranking: bool = switch(
        "Put what was found in order by a small learned ranker, where it was shown to help.", default=True
    )
    heavy_ranking: bool = switch(
        "Put the best in order by the installation's cross-encoder, where it has one.", default=True
    )
    collapse: bool = switch(
        "Passages that repeat another come behind all others in a search, and not at all in an answer.",
        default=True,
    )
    # Read by chat, which keeps the answers.
    cache: bool = switch(
        "Whether an answer is given again to whoever asks the same and sees the same.", default=True
    )
    past_days: int = number(
        3650,
        0,
        36_500,
        "For how many days a version that was replaced can still be found by who asks as of a date; 0 keeps none.",
    )
    # Whether there are synonyms or short forms at all, so that a search without them asks for none.
    knows_terms: bool = field(default=False, metadata={"kept": True})

    @classmethod
    def choices(cls) -> tuple[Field[Any], ...]:
        """Return the fields that people set; the others are kept here for the search's sake."""
        return tuple(each for each in fields(cls) if "kept" not in each.metadata)

    @classmethod
    def stored(cls, value: Mapping[str, Any] | None) -> Self:
        """Return what is stored; names that are not known any more, or not yet, are passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: held for name, held in (value or {}).items() if name in known})

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """Return these settings with some changed; raise Invalid, which names each that is not as expected."""
        if wrong := list(_wrong(changes)):
            raise Invalid("The settings are not as expected.", errors=wrong)
        return replace(self, **changes)


def _wrong(changes: Mapping[str, Any]) -> Iterator[FieldError]:
    known = {each.name: each for each in SearchSettings.choices()}
    for name, value in changes.items():
        if name not in known:
            yield FieldError(name, "unknown_field", f"There is no setting {quoted(name)}.")
        elif type(value) is not type(known[name].default):
            expected = {bool: "true or false", int: "a whole number", float: "a number"}
            expected_here = expected.get(type(known[name].default), "text")
            yield FieldError(name, "invalid_value", f"Expected {expected_here}.")
        elif "least" in (bounds := known[name].metadata) and not bounds["least"] <= value <= bounds["most"]:
            yield FieldError(name, "out_of_range", f"Expected {bounds['least']} to {bounds['most']}.")
