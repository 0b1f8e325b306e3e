"""Turn text into terms, in the same way when it is indexed and when it is asked for."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import Stemmer

from documents.lexical.asking_words import ASKING_WORDS
from documents.lexical.identifiers import (
    MAX_TERM_CHARACTERS,
    THOUSANDS,
    shortened,
    specials,
    spelled_out,
    wholes_of,
    without_grouping,
)
from documents.lexical.scripts import HANGUL, MARKS, UNSPACED, comparable, spaced, without_accents
from documents.lexical.stopwords import STOP_WORDS

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Words, and identifiers whose parts one sign holds together: INV-2041, a.b@c.example, v1.2, snake_case.
_SIGNS = "-_.@+:'’,"
_ASCII_TOKEN = re.compile(rf"[A-Za-z0-9]+(?:[{_SIGNS}][A-Za-z0-9]+)*")
TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*(?:[{_SIGNS}][^\W_](?:[^\W_]|[{MARKS}])*)*")
UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")
HANGUL_SIGN = re.compile(f"[{HANGUL}]")
PIECE = re.compile(f"[{UNSPACED}]|[^{UNSPACED}]+")
SEPARATORS = re.compile(rf"[{_SIGNS}]")
POSSESSIVE = re.compile(r"['’][sS]$")
_MARK = re.compile(f"[{MARKS}]")
CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
DOTTED_LETTERS = re.compile(r"[^\W\d]+(?:-[^\W\d]+)*[.@:+,][^\d]+")
# A code of letters and digits in turn, such as a digest, is one part.
MOST_TURNS = 4
# About ten megabytes; a language's common words are known again at once.
MOST_KNOWN_WORDS = 50_000
_own = threading.local()


class Analyzer:
    """Stem by language, cut unspaced scripts, keep identifiers whole and in parts."""

    def terms(self, text: str, language: str) -> list[str]:
        """Return the terms of a text that is indexed, repeated as often as they occur."""
        words, wholes = _tokens(comparable(text))
        return [*_stemmed(words, language), *wholes]

    def counts(self, text: str, language: str) -> dict[str, int]:
        """Return how often each of the terms of a text occurs in it; a word is analysed once for many texts."""
        text, wholes = _apart(comparable(text))
        known = _known_words(language)
        counted = Counter(chain.from_iterable(map(known.__getitem__, tokens_of(text))))
        counted.update(wholes)
        return dict(counted)

    def query_terms(self, text: str, languages: Sequence[str]) -> tuple[str, ...]:
        """Return the different terms that a question may be found by, in texts of any of these languages.

        The first is the question's own: its stop words say nothing in texts of the others either, nor do the words
        by which it is asked, where it has others.
        """
        words, wholes = _tokens(comparable(text), is_asked=True)
        own = languages[0] if languages else ""
        told = [word for word in words if word not in _stops(own)]
        asking = ASKING_WORDS.get(own, frozenset())
        told = [word for word in told if word not in asking] or ([] if wholes else told)
        stems = [stem for language in languages for stem in _stemmed(told, language)]
        return tuple(dict.fromkeys([*stems, *wholes]))

    def plain_words(self, text: str, languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the words of a question that are letters, neither stop words nor in capitals, each with its terms."""
        stops = _stops(languages[0]) if languages else frozenset()
        text, _ = _apart(comparable(text), is_asked=True)
        plain = dict.fromkeys(
            token.lower() for token in tokens_of(text) if _is_word(token) and not token.isupper()
        )
        terms = {word: _stemmed_in_all(word, languages) for word in plain if word not in stops}
        return {word: found for word, found in terms.items() if found}

    def stems(self, words: Iterable[str], language: str) -> list[str]:
        """Return the terms of words of letters alone, in lower case; stop words have none."""
        return _stemmed(words, language)

    def needed_terms(self, phrase: str, language: str) -> frozenset[str]:
        """Return the terms that a text in a language has whichever way it writes a phrase; none of stop words alone."""
        text, pieces = spaced(comparable(phrase))
        words = [part for token in tokens_of(text) for part in _split(token)]
        # A syllable may be a part of a longer word, which has no term for it.
        certain = [piece for piece in pieces if len(piece) > 1 or not HANGUL_SIGN.match(piece)]
        return frozenset([*_stemmed(words, language), *certain])

    def sequence(self, text: str, language: str) -> list[str]:
        """Return the stems of all words of a text in their order; of scripts without spaces, the signs."""
        known, text = _known_parts(language), spelled_out(comparable(text))
        pieces = [text] if text.isascii() else PIECE.findall(text)
        return [
            unit for piece in pieces for unit in ((piece,) if _is_sign(piece) else _looked_up(known, piece))
        ]


class _Known(dict[str, tuple[str, ...]]):
    """Keep what is made of the words of one language."""

    def __init__(self, language: str, make: Callable[[str, str], tuple[str, ...]]) -> None:
        super().__init__()
        self._language, self._make = language, make

    def __missing__(self, token: str) -> tuple[str, ...]:
        if len(self) >= MOST_KNOWN_WORDS:
            self.clear()
        made = self._make(token, self._language)
        # Rare and long ones would only fill it.
        if len(token) <= MAX_TERM_CHARACTERS:
            self[token] = made
        return made


@lru_cache(maxsize=16)
def _known_words(language: str) -> _Known:
    return _Known(language, _terms_of)


@lru_cache(maxsize=8)
def _known_parts(language: str) -> _Known:
    return _Known(language, lambda token, language: tuple(_stems(_split(token), language)))


def _is_sign(piece: str) -> bool:
    return len(piece) == 1 and UNSPACED_SIGN.match(piece) is not None


def _looked_up(known: _Known, text: str) -> Iterator[str]:
    return chain.from_iterable(map(known.__getitem__, tokens_of(text)))


def _terms_of(token: str, language: str) -> tuple[str, ...]:
    if _is_word(token):
        return tuple(_stemmed([token.lower()], language))
    words, wholes, _ = _parts(token)
    return (*_stemmed(words, language), *wholes)


def _split(token: str) -> tuple[str, ...]:
    """Return the words that a token is written with."""
    if _is_word(token):
        return (token.lower(),)
    words, _, parts = _parts(token)
    return words[:parts]


def tokens_of(text: str) -> list[str]:
    """Return the words and identifiers of a text without runs of unspaced scripts."""
    found: list[str] = (_ASCII_TOKEN if text.isascii() else TOKEN).findall(text)
    return found


def _tokens(text: str, *, is_asked: bool = False) -> tuple[list[str], list[str]]:
    """Return the words, which are stemmed, and the identifiers and pairs, which are not."""
    words: list[str] = []
    text, wholes = _apart(text, is_asked=is_asked)
    for token in tokens_of(text):
        if _is_word(token):
            words.append(token.lower())
        else:
            parts, whole, _ = _parts(token)
            words += parts
            wholes += whole
    return words, wholes


def _apart(text: str, *, is_asked: bool = False) -> tuple[str, list[str]]:
    """Return a text without its runs of unspaced scripts, and the terms of these and of what only its signs tell."""
    text, pieces = spaced(text, is_asked=is_asked)
    return text, [*pieces, *specials(text, is_asked=is_asked)]


def _is_word(token: str) -> bool:
    if token.isascii():
        return token.isalpha() and (token[1:].islower() or token.islower() or token.isupper())
    return _MARK.sub("", token).isalpha() and (token[1:] == token[1:].lower() or token.isupper())


@lru_cache(maxsize=20_000)
def _parts(token: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the words of an identifier, its terms that are not stemmed, and how many of the words are its parts."""
    token = THOUSANDS.sub(without_grouping, POSSESSIVE.sub("", token))
    pieces = SEPARATORS.split(token)
    parts = tuple(part for piece in pieces for part in _camel(piece))
    # A contraction or an elision is none: don't, l'employé.
    if len(parts) == 1 or "'" in token or "’" in token:
        return parts, (), len(parts)
    names = (token, *(token.split("@") if "@" in token else ()))
    wholes = [whole for name in names for whole in _wholes(name)]
    # How words are joined is a matter of taste: e-mail is found by emails, num_workers by numWorkers.
    joined = [whole for whole in wholes if whole.isalpha()]
    return (*parts, *joined), tuple(whole for whole in wholes if whole not in joined), len(parts)


def _wholes(name: str) -> list[str]:
    """Return the terms of a whole identifier; one of letters keeps its points: ray.train is not one word.

    That with underscores is found by other spellings too, and by its own first.
    """
    if DOTTED_LETTERS.fullmatch(name):
        return [shortened(name.lower())]
    return [*([shortened(name.lower())] if "_" in name else []), *wholes_of(name)]


def _camel(piece: str) -> list[str]:
    is_one_case = piece.islower() or piece.isupper() or piece[1:].islower()
    if piece.isdigit() or (is_one_case and (piece.isalpha() or not piece.isascii())):
        return [piece.lower()]
    parts = [part.lower() for part in CAMEL.findall(piece)]
    return parts if len(parts) <= MOST_TURNS or piece.isalpha() else [piece.lower()]


def _stemmed(words: Iterable[str], language: str) -> list[str]:
    stops = _stops(language)
    return _stems([word for word in words if word not in stops], language)


def _stemmed_in_all(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for language in languages for stem in _stemmed([word], language)))


def _stems(words: Iterable[str], language: str) -> list[str]:
    kept = [shortened(word) for word in words]
    stemmer = _stemmer(language)
    stems = stemmer.stemWords(kept) if stemmer is not None else kept
    return [stem if stem.isascii() else without_accents(stem) for stem in stems]


def _stops(language: str) -> frozenset[str]:
    return STOP_WORDS.get(language, frozenset())


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    # PyStemmer's objects are not for several threads at once.
    made: dict[str, Stemmer.Stemmer | None] = _own.__dict__
    if language not in made:
        made[language] = Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None
    return made[language]
