"""Know languages by their words, for those who read what the search has found."""

from documents.lexical.analyzer import Analyzer
from documents.lexical.language import detect_language


class Lexicon:
    """Tell languages and stem as texts are indexed."""

    def language_of(self, text: str) -> str:
        """Return the ISO 639-1 code of the language of a text."""
        return detect_language(text)

    def terms(self, text: str, language: str) -> list[str]:
        """Return the stems of the words that carry meaning, and identifiers whole and in parts."""
        return Analyzer().terms(text, language)
