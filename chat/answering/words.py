"""Take texts apart into the words that carry their meaning."""

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import local

import Stemmer

from chat.answering.numerals import NUMERALS, PRONOUN_ONE, digits, multiplied

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_JOINT = re.compile(r"[\W_]+")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<![\"“(])\b[A-Z][\w&-]+(?:['’.&][A-Za-z]\w*)*")
_STOP_WORDS = """
a about after all also am an and any are aren't as at be been before being both but by can cannot could
did didn't do does doesn't doing don't during each few for from had has hasn't have having he her here
hers him his how i i'd i'll i'm i've if in into is isn't it it's its itself just let's may me might more
most much must my myself no nor not of off on once only or other our ours out over own per please same
shall she should so some such tell than that that's the their theirs them then there these they this
those through to too under until up upon us very was we were what what's when where which while who whom
whose why will with would you your yours get gets got give given happen happens many often somebody
someone something anything ein eine der die das und ist sind wie was wer wo wann für mein meine mit von
zu im in den dem des ich wir el la los las un una de del y en que es son cuál cuándo cómo quién dónde
cuánto mi para por con se le les des du et est sont quel quelle quand comment qui où combien mon ma pour
avec dans
"""
_STOPS = frozenset(_STOP_WORDS.split())
_thread = local()


def terms(text: str) -> tuple[str, ...]:
    """Give the stems of the words that carry meaning, in their order; `twelve` is `12`."""
    return tuple(stem(word) for word in words(text) if word not in _STOPS)


def words(text: str) -> tuple[str, ...]:
    """Give all words in lower case."""
    return tuple(match.group().lower().replace("’", "'") for match in _WORD.finditer(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give the stem of a word in lower case."""
    if word in NUMERALS:
        return NUMERALS[word]
    if any(character.isdigit() for character in word):
        return word.replace(",", "")
    return str(_stemmer().stemWord(word.removesuffix("'s")))


def numbers(text: str) -> frozenset[str]:
    """Give the numbers of a text, spelled alike: `2,000` and `2000`, `twelve` and `12`, `zwanzig` and `20`."""
    counted = multiplied(PRONOUN_ONE.sub(" ", text))
    return digits(counted) | {NUMERALS[word] for word in words(counted) if word in NUMERALS}


def names(text: str) -> frozenset[str]:
    """Give the capitalised words that stand inside a sentence, in lower case."""
    return frozenset(match.group().lower() for match in _NAME.finditer(text))


def pieces(text: str) -> frozenset[str]:
    """Give the stems of what words are joined from: `Node.js` is `node` and `js`, `Ada's` is `ada`."""
    parts = (part for word in words(text.replace("&", " ")) for part in _JOINT.split(word) if part)
    return frozenset(form for part in parts for form in _forms(part))


def unknown_names(text: str, known: frozenset[str]) -> frozenset[str]:
    """Give the names of a text of which a part is not among the known `pieces`."""
    return frozenset(name for name in names(text) if not _is_known(name, known))


def _is_known(name: str, known: frozenset[str]) -> bool:
    parts = [part for part in _JOINT.split(name.removesuffix("'s").removesuffix("’s")) if part]
    return all(_forms(part) & known for part in parts)


@lru_cache(maxsize=50_000)
def _forms(part: str) -> frozenset[str]:
    # German writes every noun as names are written, and inflects it: either language's stem will do.
    return frozenset({stem(part), f"de:{_stemmer('german').stemWord(part)}"})


def share(wanted: Iterable[str], found: Iterable[str]) -> float:
    """Give the share of the wanted that is found; 1 where nothing is wanted."""
    wanted_set = set(wanted)
    return len(wanted_set & set(found)) / len(wanted_set) if wanted_set else 1.0


def _stemmer(language: str = "english") -> "Stemmer.Stemmer":
    # A stemmer keeps state while it works: one of each language for each thread.
    if not hasattr(_thread, language):
        setattr(_thread, language, Stemmer.Stemmer(language))
    found: Stemmer.Stemmer = getattr(_thread, language)
    return found
