"""Tell fast, and in time that grows with the text alone, that a text does not hold the words of a phrase."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from documents.lexical.scripts import MARKS, UNSPACED, without_accents

# The words after these tell little more, and each is looked for in the whole text.
_MOST_WORDS = 8
_SIGN = re.compile(f"[{UNSPACED}]")
# What a word ends with, and what stands behind it; possessive, so that no text is gone through twice.
_BEHIND_WORD = re.compile(rf"([\w{MARKS}]*+)[\W_]*+")
_BEHIND_SIGN = re.compile(r"()[\W_]*+")


@dataclass(frozen=True)
class Beginning:
    """Hold what a word begins with in a folded text, however it ends, and what may stand before the next one."""

    occurs: re.Pattern[str]
    length: int
    behind: re.Pattern[str]

    def places(self, text: str) -> list[int]:
        """Return where it begins, in order."""
        return [found.start() for found in self.occurs.finditer(text)]

    def reaches(self, text: str, places: list[int]) -> list[int]:
        """Return how far behind each place the next word may begin."""
        reaches: list[int] = []
        ends_at = -1
        for place in places:
            if (begins := place + self.length) <= ends_at:
                reaches.append(reaches[-1])
                continue
            found = self.behind.match(text, begins)
            assert found is not None
            ends_at = found.end(1)
            reaches.append(found.end())
        return reaches


def beginnings(words: list[str], stems: list[str]) -> tuple[Beginning, ...]:
    """Return what the first words of a phrase begin with, up to one with a digit: numbers are written in many ways."""
    pairs = list(zip_longest(words, stems, fillvalue=""))[:_MOST_WORDS]
    return tuple(
        _beginning(*pair) for pair in takewhile(lambda pair: not any(map(str.isdigit, pair[0])), pairs)
    )


def is_likely(text: str, sought: tuple[Beginning, ...]) -> bool:
    """Say whether the words stand side by side as far as can be told by how they begin; true of no words."""
    ends: list[int] = []
    reaches: list[int] = []
    for number, one in enumerate(sought):
        places = one.places(text)
        if number:
            places = [place for place in places if _is_reached(place, ends, reaches)]
        if not places:
            return False
        ends, reaches = [place + one.length for place in places], one.reaches(text, places)
    return True


def _is_reached(place: int, ends: list[int], reaches: list[int]) -> bool:
    """Say whether a place lies within the reach of the last end before it, whose reach is the farthest."""
    before = bisect_right(ends, place)
    return before > 0 and place <= reaches[before - 1]


def _beginning(word: str, stem: str) -> Beginning:
    is_sign = _SIGN.fullmatch(word) is not None
    begun = without_accents(word) if is_sign else _begun(word, stem)
    return Beginning(
        # It looks ahead, as occurrences may overlap.
        occurs=re.compile(f"(?={re.escape(begun)})"),
        length=len(begun),
        behind=_BEHIND_SIGN if is_sign else _BEHIND_WORD,
    )


def _begun(word: str, stem: str) -> str:
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return word[: max(1, min(common, len(stem) - 2))]
