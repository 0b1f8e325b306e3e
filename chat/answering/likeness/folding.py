"""Leave out of a question what its writing leaves open, so that what is literally the same is found by a key."""

import unicodedata
from hashlib import blake2b
from uuid import UUID

from documents.lexical.wording import read_wording

_MARKS = " \t\n?!.…;:,¿¡\"'“”„‚‘’«»()[]？！。、；："


def folded(question: str) -> UUID:
    """Return the digest of a question without capitals, runs of spaces and the marks around it.

    Words in capitals stay apart: leave for us is not leave for the US.
    """
    text = " ".join(unicodedata.normalize("NFKC", question).split())
    # Quotation marks of a phrase and the minus of what is excluded say what is searched for.
    text = text.strip(_MARKS) if read_wording(question).is_plain else text
    words = text.split(" ")
    is_shouted = text.isupper()
    plain = " ".join(word if is_acronym(word) and not is_shouted else word.casefold() for word in words)
    return UUID(bytes=blake2b(plain.encode(), digest_size=16).digest())


def is_acronym(word: str) -> bool:
    """Say whether a word is written in capitals alone, of which one would only begin a sentence."""
    return len(word) > 1 and word.isupper()
