"""Tell whether a text holds the words of a phrase side by side."""

from documents.lexical.analyzer import Analyzer, tokens_of
from documents.lexical.hints import Beginning, beginnings, is_likely
from documents.lexical.identifiers import spelled_out
from documents.lexical.scripts import comparable, without_accents

_END = "\x1f"
# Stemmers of these languages take letters from the beginning of a word, too.
_CHANGED_AT_THE_FRONT = frozenset({"ar", "fa", "ga", "id"})
# So many signs stand between two words side by side where common words are looked for as they are written.
_MOST_SIGNS_BETWEEN = 3
_analyzer = Analyzer()


class Phrase:
    """Hold a phrase: its words as stems, stop words among them; of scripts without spaces its signs."""

    def __init__(self, said: str) -> None:
        self.said = said
        self._by_language: dict[str, tuple[str, tuple[Beginning, ...]]] = {}

    def is_held(self, text: str, language: str) -> bool:
        """Say whether a text in a language holds the words side by side, whatever signs stand between them."""
        if language not in self._by_language:
            self._by_language[language] = _joined(self.said, language), _hint(self.said, language)
        wanted, hint = self._by_language[language]
        # Most texts that hold the words hold them apart: the hint tells so thirty times as fast.
        return wanted != _END and is_likely(_folded(text), hint) and wanted in _joined(text, language)

    def terms(self, language: str) -> frozenset[str]:
        """Return terms that every text in a language holds that holds the phrase; none of stop words alone."""
        return _analyzer.needed_terms(self.said, language)

    def likenesses(self) -> list[str]:
        """Return patterns of LIKE: a text in lower case that holds the words as they are written has one of them."""
        words = tokens_of(comparable(self.said.lower()))[:2]
        return [f"%{('_' * signs).join(words)}%" for signs in range(1, _MOST_SIGNS_BETWEEN + 1)]


def _joined(text: str, language: str) -> str:
    return _END + "".join(f"{unit}{_END}" for unit in _analyzer.sequence(text, language))


def _hint(said: str, language: str) -> tuple[Beginning, ...]:
    """Return how words begin that are in every folded text that holds a phrase, and in few others."""
    if language in _CHANGED_AT_THE_FRONT or spelled_out(said) != said:
        return ()
    return beginnings(_analyzer.sequence(said, ""), _analyzer.sequence(said, language))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Not kept, as words are.
    return without_accents.__wrapped__(comparable(text))
