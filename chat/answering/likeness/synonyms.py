"""Read a tenant's synonyms as stems that mean the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from chat.answering.types import Lexicon


def same_words(kept: Any, lexicon: Lexicon, language: str) -> Mapping[str, str]:
    """Return for each stem of a list of synonyms the first of the list; only single words are compared.

    What finds another one way alone does not mean the same.
    """
    found: dict[str, str] = {}
    for terms in _lists(kept):
        stems = [tuple(lexicon.terms(term, language)) for term in terms]
        single = [stem[0] for stem in stems if len(stem) == 1]
        for stem in single[1:]:
            found.setdefault(stem, single[0])
    return found


def _lists(kept: Any) -> Iterable[list[str]]:
    groups = kept.get("groups", ()) if isinstance(kept, Mapping) else ()
    return [list(group["terms"]) for group in groups if not group.get("one_way")]
