"""Name the terms that a misspelt word may mean: those near to it by Damerau and Levenshtein's distance."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from documents.lexical.analyzer import Analyzer

# Shorter words have neighbours that mean anything.
LEAST_LETTERS = 4
# Words of fewer letters have several neighbours by chance, so that none of several is likely to be meant: “trip” is
# neither a tip nor a trim.
LETTERS_FOR_SEVERAL = 6
# From so many letters on two mistakes are looked for where one explains nothing.
LETTERS_FOR_TWO = 8
# Of two mistakes at most one is looked for among the first letters.
PREFIX_LETTERS = 4
# A word stands for so many others at most: the nearest, then the most frequent.
MOST_MEANT = 3
# What a term is worth that was not written, beside one that was.
WORTH = {1: 0.8, 2: 0.6}
# The letters that may stand where another was meant, of the script of the word.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρστυφχψως",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџ",
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإئىةپچژگکی",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
)
_analyzer = Analyzer()


@dataclass(frozen=True)
class Meant:
    """Hold a term that a misspelt word may mean, and how far it is from it."""

    term: str
    distance: int

    @property
    def worth(self) -> float:
        """Return what it is worth beside a term that was written."""
        return WORTH[self.distance]


def is_correctable(word: str) -> bool:
    """Say whether a word is of letters of one alphabet, and long enough to have few neighbours."""
    return len(word) >= LEAST_LETTERS and _alphabet(word) != ""


def near_terms(word: str, languages: Sequence[str]) -> frozenset[str]:
    """Return the terms of all that is one mistake away from a word.

    Not from its stems, which nobody wrote: “Kurs” has the stem of “Kur”, and nothing in common with the euro.
    """
    stems = {stem for language in languages for stem in _analyzer.stems([word], language)}
    texts = set(_variants(word))
    return frozenset(stem for language in languages for stem in _analyzer.stems(texts, language)) - stems


def prefixes(word: str) -> tuple[str, ...]:
    """Return what terms two mistakes away begin with; nothing for a word in which two are too many."""
    if len(word) < LETTERS_FOR_TWO:
        return ()
    begin = word[:PREFIX_LETTERS]
    return tuple(sorted({begin, *_variants(begin)}))


def two_away(word: str, terms: Iterable[str]) -> list[str]:
    """Return those terms that are two mistakes away from a stem."""
    return [term for term in terms if DamerauLevenshtein.distance(word, term, score_cutoff=2) <= 2]


def is_told_by(word: str, meant: Sequence[Meant]) -> bool:
    """Say whether a word is long enough to mean as many others."""
    return len(meant) == 1 or len(word) >= LETTERS_FOR_SEVERAL


def best_of(counts: Mapping[str, int], distance: int) -> list[Meant]:
    """Return the most frequent of the terms that are equally near."""
    frequent = sorted(counts, key=lambda term: (-counts[term], term))
    return [Meant(term, distance) for term in frequent[:MOST_MEANT]]


def _alphabet(word: str) -> str:
    return next((letters for letters in _ALPHABETS if set(word) & set(letters)), "")


def _variants(word: str) -> Iterator[str]:
    """Yield all that one mistake makes of a word: a letter too few, too many or another, or two in wrong order."""
    letters = _alphabet(word)
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in letters)
