"""Read a question with the words that its passages have for those that are misspelt in it."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from unicodedata import combining, normalize

from documents.types import Passage

_WORD = re.compile(r"[^\W\d_]{3,}")
# The ratio of Ratcliff and Obershelp (difflib); a stem's own words are more alike than this.
LEAST_ALIKE = 0.6


def as_spelt(question: str, misspelt: Mapping[str, Collection[str]], passages: Sequence[Passage]) -> str:
    """Return the question with each misspelt word as the passages write one that it was taken for.

    `misspelt` has the terms, stems without accents, that were searched for in place of each word.
    """
    known = sorted({word.casefold() for passage in passages for word in _WORD.findall(passage.text)})
    for word, terms in misspelt.items():
        written = [one for one in known if any(_is_of(one, term) for term in terms)]
        for meant in get_close_matches(word.casefold(), written, n=1, cutoff=LEAST_ALIKE):
            question = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", meant, question, flags=re.IGNORECASE)
    return question


def _is_of(word: str, stem: str) -> bool:
    plain = "".join(letter for letter in normalize("NFKD", word) if not combining(letter))
    # A stem may end in another letter than its words: "company", "compani".
    return plain.startswith(stem[:-1])
