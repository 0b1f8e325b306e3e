"""Judge, without a model, whether an answer contains a reference fact.

The reference's numbers must be there (three in five of them where there are several), and half of its
content words by their stems; words that the question already says do not count, unless the reference has
no others. What stands in parentheses is an explanation, not the fact. A bare yes or no is judged by the
question's own words. The judge is strict with paraphrases and cannot see a contradiction.
"""

import re
from collections.abc import Sequence

from chat.answering.words import numbers, stem, terms, words

_PARENTHESIS = re.compile(r"\([^)]*\)")
_PIECE = re.compile(r"[a-z]+|\d+")


def contains_fact(*, question: str, reference: str, answer: str) -> bool:
    """Say whether the answer holds the fact of the reference."""
    fact = _PARENTHESIS.sub("", reference)
    needed = numbers(fact)
    if needed and len(needed & numbers(answer)) < max(1.0, 0.6 * len(needed)):
        return False
    asked = dict.fromkeys(terms(question))
    told = [term for term in dict.fromkeys(terms(fact)) if term not in {"yes", "no"}]
    decisive = [term for term in told if term not in asked] or told or list(asked)
    found = _found(answer)
    return sum(_is_found(term, found) for term in decisive) >= 0.5 * len(decisive)


def contains_all(*, must: Sequence[str | list[str]], must_not: Sequence[str], answer: str) -> bool:
    """Say whether each of the phrases, or one of its spellings, is there, and none of the forbidden ones."""
    text = _flat(answer)
    spellings = [[phrase] if isinstance(phrase, str) else phrase for phrase in must]
    has_all = all(any(_flat(spelling) in text for spelling in options) for options in spellings)
    return has_all and not any(_flat(phrase) in text for phrase in must_not)


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ").lower().split())


def _found(answer: str) -> set[str]:
    return {stem(word) for word in words(answer)} | {stem(piece) for piece in _PIECE.findall(answer.lower())}


def _is_found(term: str, found: set[str]) -> bool:
    return term in found or all(stem(piece) in found for piece in _PIECE.findall(term))
