"""Tell whether a text holds the words of a phrase side by side."""

import re

from documents.lexical.analyzer import Analyzer, tokens_of
from documents.lexical.scripts import comparable

_END = "\x1f"
_analyzer = Analyzer()


class Phrase:
    """Hold a phrase: its words as stems, stop words among them; of scripts without spaces its signs."""

    def __init__(self, said: str) -> None:
        self.said = said
        self._by_language: dict[str, str] = {}

    def is_held(self, text: str, language: str) -> bool:
        """Say whether a text in a language holds the words side by side, whatever signs stand between them."""
        if language not in self._by_language:
            self._by_language[language] = _joined(self.said, language)
        wanted = self._by_language[language]
        return wanted != _END and wanted in _joined(text, language)

    def terms(self, language: str) -> frozenset[str]:
        """Return terms that every text in a language holds that holds the phrase; none of stop words alone."""
        return _analyzer.needed_terms(self.said, language)

    def pattern(self) -> str:
        """Return an expression for PostgreSQL that finds the words in any case, but as they are written."""
        words = map(re.escape, tokens_of(comparable(self.said)))
        return rf"\m{'[^[:alnum:]]+'.join(words)}\M"


def _joined(text: str, language: str) -> str:
    return _END + "".join(f"{unit}{_END}" for unit in _analyzer.sequence(text, language))
