"""Find in a text which short forms it explains by which long ones.

"paid time off (PTO)" and "PTO (paid time off)" by the letters, after Schwartz and Hearst (A Simple Algorithm for
Identifying Abbreviation Definitions in Biomedical Text, 2003), each letter at the beginning of a word; "SLA - Service
Level Agreement" and rows of tables likewise, where the line says nothing else.
"""

import re
from collections.abc import Iterator

from documents.questions.types import Definition

# A short form: two to ten letters and digits, two capitals at least, that may be a plural.
_SHORT = r"[A-ZÄÖÜ](?:[A-ZÄÖÜa-zäöüß0-9]|[&/.-](?=[A-Za-z0-9])){1,9}"
_PARENTHESIS = re.compile(r"[(\[]([^()\[\]\n]{2,80})[)\]]")
_BEFORE = re.compile(r"[^.;:!?()\[\]\n|]{3,120}$")
_SHORT_BEFORE = re.compile(rf"(?<![\w-])({_SHORT})\s*$")
_MEANS = "stands for|means|steht für|bedeutet|signifie|significa"
_LINE = re.compile(
    rf"^\s*(?:[-*•]\s+)?[*_`\"„“]*({_SHORT})[*_`\"“”]*\s*"
    rf"(?:\s[-–—=]\s|:\s|\t|\s*\|\s*|(?:\s+(?:{_MEANS})\s+))"
    r"[*_\"„“]*([^|\t\n]{3,90}?)[*_\"“”.;]*\s*(?:\||$)",
    re.MULTILINE,
)
_ROW = re.compile(rf"^\s*\|\s*[*_`]*({_SHORT})[*_`]*\s*\|\s*[*_]*([^|\n]{{3,90}}?)[*_]*\s*\|", re.MULTILINE)
_IN_SENTENCE = "short for|stands for|kurz für|steht für|c'est-à-dire|abréviation de"
_INLINE = re.compile(rf"(?<![\w-])({_SHORT}),?\s+(?:{_IN_SENTENCE})\s+([^.;:!?()\n]{{3,90}})")
_WORD = re.compile(r"[^\W_]+")
_JOINED_BY = """
of the and for in on to a an at by with from und der die das des für von im zu de la le les du et en d l y el los las
del e di da sur sobre
"""
_JOINING = frozenset(_JOINED_BY.split())
MOST_WORDS = 10
MOST_DEFINITIONS = 200
_PUNCTUATION = " \t\"'“”„«»*_`,;:.–—-"


def definitions(text: str) -> tuple[Definition, ...]:
    """Return the short forms that a text explains, each with a long form once, in the order of the text."""
    found = dict.fromkeys(pair for pairs in (_in_parentheses, _in_lines) for pair in pairs(text))
    return tuple(found)[:MOST_DEFINITIONS]


def _in_parentheses(text: str) -> Iterator[Definition]:
    for match in _PARENTHESIS.finditer(text):
        inside = match[1].strip(_PUNCTUATION)
        before = text[max(0, match.start() - 130) : match.start()].rstrip()
        if is_short(inside):
            stretch = _BEFORE.search(before)
            long = long_before(inside, stretch[0].strip()) if stretch else ""
        elif short := _SHORT_BEFORE.search(before):
            inside, long = short[1], long_before(short[1], inside, whole=True)
        else:
            continue
        if long:
            yield Definition(short=inside, long=long)


def _in_lines(text: str) -> Iterator[Definition]:
    for pattern in (_LINE, _ROW, _INLINE):
        for match in pattern.finditer(text):
            short, said = match[1], match[2].strip(_PUNCTUATION)
            # A description may follow the long form: "Service Level Agreement, what we owe".
            long = next(
                (long for one in (said, *_pieces(said)) if (long := long_before(short, one, whole=True))), ""
            )
            if is_short(short) and long:
                yield Definition(short=short, long=long)


def _pieces(said: str) -> list[str]:
    words = said.split()
    first = re.split(r"[,;(–—]|\s-\s", said)[0].strip(_PUNCTUATION)
    return [first, *(" ".join(words[:count]) for count in range(min(len(words), MOST_WORDS), 1, -1))]


def is_short(text: str) -> bool:
    """Say whether a text looks like a short form: PTO, R&D, BGB, DSGVO, SLAs."""
    if not re.fullmatch(_SHORT, text):
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) >= max(2, (len(letters) + 1) // 2)


def long_before(short: str, text: str, *, whole: bool = False) -> str:
    """Return the words at the end of a text, or the `whole` of it, that a short form is made of; empty where none are.

    Its letters stand in them in this order, each at the beginning of a word or, after the first, of a part of one, as
    in Datenschutzgrundverordnung; no word that carries meaning is left out.
    """
    letters = re.sub(r"[^\w]|s$", "", short).casefold()
    words = list(_WORD.finditer(text))[-MOST_WORDS:]
    while whole and words and words[0][0].casefold() in _JOINING:
        del words[0]
    starts = [0] if whole else range(len(words) - 1, -1, -1)
    if whole and len(words) >= MOST_WORDS:
        return ""
    for start in starts:
        told = [word[0].casefold() for word in words[start:]]
        if (
            told
            and told[0] not in _JOINING
            and (_spells(letters, told) if len(told) > 1 else _parts_spell(letters, told[0]))
        ):
            long = text[words[start].start() : words[-1].end()]
            return "" if short.casefold() in told or len(long) <= len(short) + 1 else long
    return ""


def _spells(letters: str, words: list[str]) -> bool:
    """Say whether letters are taken from words, at least one from each that carries meaning, the first at its start."""
    if not letters:
        return all(word in _JOINING for word in words)
    if not words or words[0][0] != letters[0]:
        return len(words) > 1 and words[0] in _JOINING and _spells(letters, words[1:])
    word, taken = words[0], 1
    # As few as possible from each word, further ones from within it.
    places = [0]
    while True:
        if _spells(letters[taken:], words[1:]):
            return True
        place = word.find(letters[taken], places[-1] + 1) if taken < len(letters) else -1
        if place < 0:
            return False
        places.append(place)
        taken += 1


def _parts_spell(letters: str, word: str) -> bool:
    """Say whether letters begin parts of a single long word: they stand three letters apart at least."""
    place, places = 0, [0]
    for letter in letters[1:]:
        place = word.find(letter, place + 3)
        places.append(place)
        if place < 0:
            return False
    return bool(letters) and word.startswith(letters[0]) and len(word) >= 3 * len(letters) >= 6
