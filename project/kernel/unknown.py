"""Tell a name that means nothing from those that do, and say which one was perhaps meant."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

# What a sentence repeats of a name that somebody else made up, and of those that there are.
SHOWN_CHARACTERS, SHOWN_NAMES = 80, 30


def quoted(name: str) -> str:
    """Return what somebody else wrote as a sentence repeats it: in quotes, and no longer than a line holds."""
    return repr(name if len(name) <= SHOWN_CHARACTERS else f"{name[:SHOWN_CHARACTERS]}…")


def unknown_names(given: Iterable[Any], known: Iterable[str]) -> list[str]:
    """Return the names that are not known, in their order; a known one that ends in a dot begins many."""
    names = frozenset(known)
    begun = tuple(name for name in names if name.endswith("."))
    return [str(name) for name in given if name not in names and not str(name).startswith(begun)]


def said_of(name: str, known: Iterable[str], kind: str = "field") -> str:
    """Return the sentence about an unknown name: which known one it is near, or which there are."""
    names = sorted(one for one in known if not one.endswith("."))
    sentence = f"There is no {kind} `{name[:SHOWN_CHARACTERS]}` here."
    if near := get_close_matches(name[:SHOWN_CHARACTERS].lower(), names, n=1):
        return f"{sentence} Did you mean `{near[0]}`?"
    if not names:
        return sentence
    return f"{sentence} Expected {'any of ' if len(names) > 1 else ''}{listed(names)}."


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them; nothing, where that is one of them, as two quotes."""
    return ", ".join(f"`{one}`" if one else '""' for one in names[:SHOWN_NAMES])
