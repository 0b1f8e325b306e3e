"""Turn text into terms, in the same way when it is indexed and when it is asked for."""

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import Stemmer

from documents.lexical.stopwords import STOP_WORDS

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
# Scripts without spaces: Thai, Lao, Burmese, Khmer, kana, Han; and Hangul, whose words carry particles.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
# Words, and identifiers whose parts one sign holds together: INV-2041, a.b@c.example, v1.2, snake_case.
TOKEN = re.compile(r"[^\W_]+(?:[-_.@+:'’,][^\W_]+)*")
SEPARATORS = re.compile(r"[-_.@+:'’,]")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
POSSESSIVE = re.compile(r"['’][sS]$")
CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
MAX_TERM_CHARACTERS = 64
# About ten megabytes; a language's common words are known again at once.
MOST_KNOWN_WORDS = 50_000
_own = threading.local()


class Analyzer:
    """Stem by language, cut unspaced scripts into pairs, keep identifiers whole and in parts."""

    def terms(self, text: str, language: str) -> list[str]:
        """Return the terms of a text that is indexed, repeated as often as they occur."""
        words, wholes = _tokens(_normalise(text))
        return [*_stemmed(words, language), *wholes]

    def counts(self, text: str, language: str) -> dict[str, int]:
        """Return how often each of the terms of a text occurs in it; a word is analysed once for many texts."""
        text, wholes = _spaced(_normalise(text))
        known = _known_words(language)
        counted = Counter(chain.from_iterable(map(known.__getitem__, TOKEN.findall(text))))
        counted.update(wholes)
        return dict(counted)

    def query_terms(self, text: str, languages: Sequence[str]) -> tuple[str, ...]:
        """Return the different terms that a question may be found by, in texts of any of these languages.

        The first is the question's own: its stop words say nothing in texts of the others either.
        """
        words, wholes = _tokens(_normalise(text))
        stops = _stops(languages[0]) if languages else frozenset()
        told = [word for word in words if word not in stops]
        stems = [stem for language in languages for stem in _stemmed(told, language)]
        return tuple(dict.fromkeys([*stems, *wholes]))


def _normalise(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _tokens(text: str) -> tuple[list[str], list[str]]:
    """Return the words, which are stemmed, and the identifiers and pairs, which are not."""
    words: list[str] = []
    text, wholes = _spaced(text)
    for token in TOKEN.findall(text):
        if token.isalpha() and (token.islower() or token[1:].islower() or token.isupper()):
            words.append(token.lower())
        else:
            parts, whole = _parts(token)
            words += parts
            wholes += whole
    return words, wholes


def _spaced(text: str) -> tuple[str, list[str]]:
    """Return the text without its runs of unspaced scripts, and the pairs of these."""
    if text.isascii():
        return text, []
    pairs = [pair for run in UNSPACED_RUN.findall(text) for pair in _pairs(run)]
    return UNSPACED_RUN.sub(" ", text), pairs


class _KnownWords(dict[str, tuple[str, ...]]):
    """Keep the terms of the words of one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, token: str) -> tuple[str, ...]:
        if len(self) >= MOST_KNOWN_WORDS:
            self.clear()
        words, wholes = _tokens(token)
        terms = (*_stemmed(words, self._language), *wholes)
        # Rare and long ones would only fill it.
        if len(token) <= MAX_TERM_CHARACTERS:
            self[token] = terms
        return terms


@lru_cache(maxsize=16)
def _known_words(language: str) -> _KnownWords:
    return _KnownWords(language)


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for first, second in pairwise(run):
        yield first + second


@lru_cache(maxsize=20_000)
def _parts(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    token = THOUSANDS.sub(lambda number: number[0].replace(",", ""), POSSESSIVE.sub("", token))
    pieces = SEPARATORS.split(token)
    parts = [part for piece in pieces for part in _camel(piece)]
    if len(parts) == 1:
        return tuple(parts), ()
    if "'" in token or "’" in token:
        # A contraction or an elision: don't, l'employé.
        return tuple(parts), ()
    whole = token.lower()
    # Hyphens and capitals in words are a matter of taste: e-mail is found by emails.
    if all(piece.isalpha() for piece in pieces) and set(token) - set("-") <= set("".join(pieces)):
        return (*parts, whole.replace("-", "")), ()
    return tuple(parts), (whole[:MAX_TERM_CHARACTERS],)


def _camel(piece: str) -> list[str]:
    if piece.islower() or piece.isupper() or piece[1:].islower():
        return [piece.lower()]
    return [part.lower() for part in CAMEL.findall(piece)]


def _stemmed(words: Iterable[str], language: str) -> list[str]:
    stops = _stops(language)
    kept = [word[:MAX_TERM_CHARACTERS] for word in words if word not in stops]
    stemmer = _stemmer(language)
    stems = stemmer.stemWords(kept) if stemmer is not None else kept
    return [stem if stem.isascii() else _without_accents(stem) for stem in stems]


def _stops(language: str) -> frozenset[str]:
    return STOP_WORDS.get(language, frozenset())


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    # PyStemmer's objects are not for several threads at once.
    made: dict[str, Stemmer.Stemmer | None] = _own.__dict__
    if language not in made:
        made[language] = Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None
    return made[language]


@lru_cache(maxsize=20_000)
def _without_accents(stem: str) -> str:
    letters = unicodedata.normalize("NFD", stem.casefold())
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in letters if not unicodedata.combining(letter))
    )
