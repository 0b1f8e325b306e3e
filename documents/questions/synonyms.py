"""Ask a question in other words as well: with what the tenant says means the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.questions.types import Definition, Replaced, Synonyms, Variant

# What is found by another word counts a little less than what is found by the question's own.
WEIGHT = 0.95
MOST_VARIANTS = 3
MOST_WORDS_IN_TERM = 8
# A short form has the long one that so many times as many documents explain it by.
CLEARLY_MORE = 2
LONG_WORD = 15
_VOWEL = re.compile("[aeiouyäöüáéíóú]")
_WORD = re.compile(r"\w+(?:[&/.'’-]\w+)*")


@dataclass(frozen=True)
class _Others:
    """Hold by the key of each term what else it may be said by, and how short forms are written."""

    terms: Mapping[str, Sequence[str]]
    short_forms: Mapping[str, str]

    def known(self, said: str, *, is_careless: bool) -> str:
        """Return the key of a known term, which may be said in the plural; empty where it is none.

        A short form is known by its capitals, since many are words too (IT, HAD, LOSS); where all is written small,
        by not being one of the commonest words.
        """
        key = key_of(said)
        for one in (key, key.removesuffix("s")):
            if one not in self.terms:
                continue
            short = self.short_forms.get(one)
            if short is None:
                is_meant = said not in _COMMON
            elif any(letter.isupper() for letter in said[1:]) or said == short:
                is_meant = True
            else:
                is_meant = said.islower() and said not in _COMMON and (is_careless or not _VOWEL.search(said))
            if is_meant:
                return one
        return ""


def alternatives(
    question: str, own: Iterable[Synonyms], mined: Iterable[Definition] = ()
) -> tuple[Variant, ...]:
    """Return other variants of a question, each with all of its known terms replaced; none where it has no known term.

    The longest term at a place wins, and a term that has several others gets one in each variant. Whole words alone
    are replaced: letters and their case do not matter, but for short forms that are also words (IT, US, WHO).
    """
    others = _others(own, mined)
    places = _places(question, others)
    count = min(max((len(others.terms[key]) for _, _, key in places), default=0), MOST_VARIANTS)
    made = (_varied(question, places, others, turn) for turn in range(count))
    return tuple(dict.fromkeys(one for one in made if one.text.casefold() != question.casefold()))


def terms_within(question: str) -> tuple[str, ...]:
    """Return what in a question may be a known term: its words, and each few in a row, as `key_of` gives them."""
    words = [key_of(word[0]) for word in _WORD.finditer(question)]
    runs = (
        " ".join(words[start : start + length])
        for length in range(1, MOST_WORDS_IN_TERM + 1)
        for start in range(len(words) - length + 1)
    )
    return tuple(dict.fromkeys(runs))


def key_of(term: str) -> str:
    """Return a term without what does not matter: case, hyphens, the points of U.S., the plural of SLAs."""
    term = " ".join(term.split())
    if len(term) > 2 and term[-1] == "s" and term[:-1].isupper():
        term = term[:-1]
    return re.sub(r"(?<=\w)\.(?=\w)|\.$", "", term).replace("-", " ").replace("’", "'").casefold()


def _others(own: Iterable[Synonyms], mined: Iterable[Definition]) -> _Others:
    """Return by the key of each term what else it may be said by, the tenant's own choice first."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for group in own:
        sources = group.terms[:1] if group.one_way else group.terms
        for source in sources:
            others[key_of(source)] += [term for term in group.terms if key_of(term) != key_of(source)]
    chosen = set(others)
    longs, shorts = _by_short(mined)
    for key, long in longs.items():
        if key not in chosen:
            others[key].append(long)
            if _says_enough(long) and key_of(long) not in chosen:
                others[key_of(long)].append(shorts[key])
    short_forms = {key: shorts[key] for key in longs if key not in chosen}
    return _Others({key: _once(terms) for key, terms in others.items()}, short_forms)


def _by_short(mined: Iterable[Definition]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the one long form of each short one that most documents explain it by, and how the short one is written.

    One of which documents say different things, none of them far oftener, says nothing of what is meant.
    """
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    said: dict[str, str] = {}
    for pair in mined:
        key, long = key_of(pair.short), _singular(key_of(pair.long))
        counted[key][long] += pair.documents
        written.setdefault(key, pair.short)
        said.setdefault(long, pair.long)
    longs = {}
    for key, found in counted.items():
        (first, most), *rest = found.most_common(2)
        if not rest or most >= CLEARLY_MORE * rest[0][1]:
            longs[key] = said[first]
    return longs, written


def _says_enough(long: str) -> bool:
    """Say whether a long form is none that is said in passing: several words, or a long compound."""
    return " " in long.strip() or len(long) >= LONG_WORD


def _singular(key: str) -> str:
    return " ".join(word.removesuffix("s") for word in key.split())


def _once(terms: Sequence[str]) -> list[str]:
    return list({key_of(term): term for term in reversed(terms)}.values())[::-1]


def _places(question: str, others: _Others) -> list[tuple[int, int, str]]:
    """Return where a known term stands and its key, from left to right, none within another."""
    words = list(_WORD.finditer(question))
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(words):
        for length in range(min(MOST_WORDS_IN_TERM, len(words) - place), 0, -1):
            start, end = words[place].start(), words[place + length - 1].end()
            key = others.known(question[start:end], is_careless=question[:1].islower())
            if key:
                found.append((start, end, key))
                place += length - 1
                break
        place += 1
    return found


def _varied(question: str, places: Sequence[tuple[int, int, str]], others: _Others, turn: int) -> Variant:
    text, end = "", 0
    replaced: list[Replaced] = []
    for start, stop, key in places:
        by = others.terms[key][min(turn, len(others.terms[key]) - 1)]
        text += question[end:start] + by
        replaced.append(Replaced(term=question[start:stop], by=by))
        end = stop
    return Variant(text=text + question[end:], weight=WEIGHT, replaced=tuple(replaced))


# Short words of several languages that are also short forms of something.
_COMMON_WORDS = """
it us who or and in on at is as an am pm are be by do go he if me my no of so to up we all can for has had may not see
the was its men loss fat er es im da du ja zu um bei bis der die das den ich wir sie ist als auf aus ein hat man mit nur
wer wie wo le la les de un une des est ou par pas pour que qui sur el los por con una ver
"""
_COMMON = frozenset(_COMMON_WORDS.split())
