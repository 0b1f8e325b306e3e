"""Bring a question to its gist: what it asks for, and the words that it asks about, in an order of their own."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chat.answering.likeness.folding import folded, is_acronym
from chat.answering.likeness.frames import COUNTED, Framed, framed
from chat.answering.likeness.signs import (
    ASKER,
    CARRIED,
    COUNTED_FOR,
    GENERIC,
    GETTING,
    LINKERS,
    POSSESSED,
    SAID_OTHERWISE,
    SIGNS,
)
from chat.answering.numerals import NUMERALS, multiplied
from chat.answering.types import Lexicon
from documents.lexical.wording import read_wording

# Words with what holds them together, and the signs that change what a number or a name means.
_TOKEN = re.compile(r"[^\W_]+(?:[-_.@:/’'][^\W_]+)*[+#]*|[%€$£¥°<>=&]")
_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"['’]s?$|['’][sS]$")
_ELISION = re.compile(r"^(?:l|d|qu|n|s|j|m|t|c)['’](?=\w)", re.IGNORECASE)
_NEGATED = re.compile(r"\b(\w+)n['’]t\b", re.IGNORECASE)

# "How many days do managers get" asks about the managers' days.
_AUXILIARIES = frozenset({"do", "does"})
# "Has it been paid" is neither "is it paid" nor "will it be paid".
_PERFECT = frozenset({"has", "have", "hat", "haben"})


@dataclass(frozen=True)
class Gist:
    """Say what a question asks for, and about what."""

    asks: str
    words: tuple[str, ...]


class Reader:
    """Read gists in one language, with a tenant's own words for the same."""

    def __init__(self, lexicon: Lexicon, language: str, synonyms: Mapping[str, str] | None = None) -> None:
        """Keep how words are stemmed; `synonyms` give a stem for another."""
        self._lexicon = lexicon
        self._language = language
        self._synonyms = synonyms or {}
        self._signs = SIGNS["en"] | SIGNS.get(language, {})
        self._linkers = LINKERS.get(language, LINKERS["en"])

    def gist(self, question: str) -> Gist:
        """Return the gist of a question; one with a search's operators has none but itself."""
        if not read_wording(question).is_plain:
            return Gist("the very words", (str(folded(question)),))
        text = _NEGATED.sub(r"\1 not", unicodedata.normalize("NFKC", question))
        frame = framed(multiplied(_GROUPED.sub("", text)))
        rest = frame.rest
        for pattern, word in SAID_OTHERWISE:
            rest = pattern.sub(word, rest)
        tokens = [match.group() for match in _TOKEN.finditer(rest)]
        segments: list[list[str]] = [[]]
        has_origin = any(token.lower() in {"from", "von", "de", "desde"} for token in tokens)
        linkers = self._linkers | (
            _AUXILIARIES if frame.asks in COUNTED and _ends_possessed(tokens) else frozenset()
        )
        is_counted = frame.asks in COUNTED and not GETTING.isdisjoint(map(str.lower, tokens))
        for number, token in enumerate(tokens):
            if token.lower() in linkers and segments[-1]:
                segments.append([])
            if is_counted and number and self._signs.get(token.lower()) in COUNTED_FOR:
                continue
            segments[-1] += self._stems(token, frame.asks, has_origin=has_origin, is_shouted=text.isupper())
        # "Notice period for managers" and "managers' notice period" ask about the same, in one order.
        words = (stem for segment in reversed(segments) for stem in segment)
        return Gist(frame.asks, (*self._carried(frame), *words))

    def _carried(self, frame: Framed) -> Iterator[str]:
        """Yield what a question's beginning says of who, whether it must be, and when."""
        for match in _TOKEN.finditer(frame.said.lower()):
            sign = self._signs.get(match[0], "")
            if sign in CARRIED - frame.implied:
                yield f"¬{sign}"
            elif frame.asks == "whether" and match[0] in _PERFECT:
                yield "¬perfect"

    def _stems(self, token: str, asks: str, *, has_origin: bool, is_shouted: bool) -> Iterator[str]:
        word = token.lower()
        if is_acronym(token) and not is_shouted:
            yield self._same(word)
        elif (sign := self._signs.get(word)) is not None:
            if sign and (sign != "to" or has_origin):
                yield f"¬{sign}"
        elif word in ASKER or word in GENERIC or (asks in COUNTED and word in POSSESSED):
            return
        elif word in NUMERALS:
            yield NUMERALS[word]
        else:
            yield from self._content(_ELISION.sub("", _POSSESSIVE.sub("", word)))

    def _content(self, word: str) -> Iterator[str]:
        if not word or not any(map(str.isalnum, word)) or any(map(str.isdigit, word)) or word[-1] in "+#":
            # A number, an identifier or a sign: it is what it is.
            yield self._same(word)
            return
        stems = self._lexicon.terms(word.replace("-", ""), self._language)
        yield from map(self._same, stems)

    def _same(self, stem: str) -> str:
        return self._synonyms.get(stem, stem)


def _ends_possessed(tokens: Sequence[str]) -> bool:
    return bool(tokens) and tokens[-1].lower() in POSSESSED


def differing(one: Gist, other: Gist) -> str:
    """Return in what two questions differ, `asks`, `words` or `order`; nothing where they ask the same."""
    if one.asks != other.asks:
        return "asks"
    if sorted(one.words) != sorted(other.words):
        return "words"
    return "order" if one.words != other.words else ""
