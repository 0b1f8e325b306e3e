"""Tell whether a text holds the words of a phrase side by side."""

import re
from collections.abc import Iterator
from itertools import takewhile, zip_longest

from documents.lexical.analyzer import Analyzer, tokens_of
from documents.lexical.identifiers import spelled_out
from documents.lexical.scripts import MARKS, UNSPACED, comparable, without_accents

_END = "\x1f"
# Stemmers of these languages take letters from the beginning of a word, too.
_CHANGED_AT_THE_FRONT = frozenset({"ar", "fa", "ga", "id"})
# So many signs stand between two words side by side where common words are looked for as they are written.
_MOST_SIGNS_BETWEEN = 3
_REST = rf"[\w{MARKS}]*"
_SIGN = re.compile(f"[{UNSPACED}]")
_analyzer = Analyzer()


class Phrase:
    """Hold a phrase: its words as stems, stop words among them; of scripts without spaces its signs."""

    def __init__(self, said: str) -> None:
        self.said = said
        self._by_language: dict[str, tuple[str, re.Pattern[str]]] = {}

    def is_held(self, text: str, language: str) -> bool:
        """Say whether a text in a language holds the words side by side, whatever signs stand between them."""
        if language not in self._by_language:
            self._by_language[language] = _joined(self.said, language), _hint(self.said, language)
        wanted, hint = self._by_language[language]
        # Most texts that hold the words hold them apart: the hint tells so thirty times as fast.
        return wanted != _END and hint.search(_folded(text)) is not None and wanted in _joined(text, language)

    def terms(self, language: str) -> frozenset[str]:
        """Return terms that every text in a language holds that holds the phrase; none of stop words alone."""
        return _analyzer.needed_terms(self.said, language)

    def likenesses(self) -> list[str]:
        """Return patterns of LIKE: a text in lower case that holds the words as they are written has one of them."""
        words = tokens_of(comparable(self.said.lower()))[:2]
        return [f"%{('_' * signs).join(words)}%" for signs in range(1, _MOST_SIGNS_BETWEEN + 1)]


def _joined(text: str, language: str) -> str:
    return _END + "".join(f"{unit}{_END}" for unit in _analyzer.sequence(text, language))


def _hint(said: str, language: str) -> re.Pattern[str]:
    """Return an expression that is in every folded text that holds a phrase, and in few others."""
    if language in _CHANGED_AT_THE_FRONT or spelled_out(said) != said:
        return re.compile("")
    words = _analyzer.sequence(said, "")
    return re.compile(
        r"[\W_]*".join(_begun(*pair) for pair in _pairs(words, _analyzer.sequence(said, language)))
    )


def _pairs(words: list[str], stems: list[str]) -> Iterator[tuple[str, str]]:
    return zip_longest(words, stems, fillvalue="")


def _begun(word: str, stem: str) -> str:
    """Return what a word of this stem begins with, however it ends."""
    if _SIGN.fullmatch(word):
        return re.escape(without_accents(word))
    if any(map(str.isdigit, word)):
        return r"\w[\w\W]{0,40}?"
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return re.escape(word[: max(1, min(common, len(stem) - 2))]) + _REST


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Not kept, as words are.
    return without_accents.__wrapped__(comparable(text))
