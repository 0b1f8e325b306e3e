"""Read how a question is worded: what stands in quotation marks, what is excluded, and what is left to search for."""

import re
from dataclasses import dataclass

from documents.lexical.stopwords import STOP_WORDS

# Marks that open and close a quotation: English, German, Polish, Swedish, French, Danish, Chinese and Japanese.
QUOTATIONS = (
    ('"', '"'), ("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("«", "»"), ("»", "«"),
    ("「", "」"), ("『", "』"), ("｢", "｣"),
)  # fmt: skip
# Of these the first is also the sign for inches, and some close elsewhere: they open where a word could begin.
CAREFUL = '"”»'
# More quotations than this are searched for like all other words.
MOST_PHRASES = 8
# What is shorter is an option of a command (`ls -la`), unless it is of a script that writes words so.
LEAST_EXCLUDED = 3
_OPTION = re.compile(r"[b-df-hj-np-tv-xz]+")
_WORD = re.compile(r"[^\W_]+")
_TOLD = re.compile(r"[^\W_]")
_WHERE_A_WORD_BEGINS, _WHERE_IT_ENDS = r"(?<![^\s(\[{/\-])", r"(?!\w)"


def _pattern(opening: str, closing: str) -> str:
    quoted = rf"{opening}(?=\S)[^{opening}{closing}]*{closing}"
    return f"{_WHERE_A_WORD_BEGINS}{quoted}{_WHERE_IT_ENDS}" if opening in CAREFUL else quoted


_PHRASE = "|".join(_pattern(opening, closing) for opening, closing in QUOTATIONS)
_FRENCH = r"«\s[^«»]*»"
_OPERATOR = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:(?P<phrase>{_PHRASE}|{_FRENCH})|(?P<word>(?<=-)[^\W\d_]\S*))"
)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Hold a question taken apart."""

    # The question without its signs and without what is excluded.
    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Say whether the question is but words."""
        return not self.phrases and not self.excluded

    @property
    def quoted(self) -> frozenset[str]:
        """Return the words, in lower case, that are asked for exactly as they are written."""
        return frozenset(word for phrase in self.phrases for word in _WORD.findall(phrase.lower()))

    @property
    def asks_for_something(self) -> bool:
        """Say whether something is searched for that is not excluded at the same time."""
        if not self.excluded:
            return True
        gone = {word for phrase in self.excluded for word in _words(phrase)}
        return any(word not in gone for word in _words(self.text))


def read_wording(question: str) -> Wording:
    """Return what a question asks for and excludes.

    `"annual leave"` is a phrase, `-draft` and `-"first draft"` are excluded. A hyphen within a word, before a number,
    before a blank or at the beginning of a line of several is none; nor are single quotes, which are apostrophes too.
    """
    phrases: list[str] = []
    excluded: list[str] = []

    def take(found: re.Match[str]) -> str:
        is_minus, said = found["minus"] is not None, _said(found)
        if said is None:
            return found[0]
        if not _TOLD.search(said):
            return " "
        (excluded if is_minus else phrases).append(said)
        return " " if is_minus else _apart(found, said)

    text = _OPERATOR.sub(take, question)
    if text == question:
        return Wording(text=question)
    return Wording(
        text=" ".join(text.split()),
        phrases=tuple(dict.fromkeys(phrases))[:MOST_PHRASES],
        excluded=tuple(dict.fromkeys(excluded)),
    )


def _said(found: re.Match[str]) -> str | None:
    """Return what stands in quotation marks or after a hyphen; None where this is no sign of anything."""
    if found["phrase"]:
        return found["phrase"][1:-1].strip()
    if not found["minus"]:
        return None
    word = found["word"].rstrip(".,;:!?)]}…\"'”»")
    return word if _is_excluded(found, word) else None


def _apart(found: re.Match[str], said: str) -> str:
    """Return what stood in quotation marks, apart from words of letters that only the marks kept away."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    is_joined = [side.isascii() and side.isalnum() for side in (before, after)]
    return f"{' ' * is_joined[0]}{said}{' ' * is_joined[1]}"


def _is_excluded(found: re.Match[str], word: str) -> bool:
    """Say whether a word after a hyphen is meant to be left out, and not an option, an item or between dashes."""
    question, begin = found.string, found.start()
    if word.isascii() and (sum(map(str.isalpha, word)) < LEAST_EXCLUDED or _OPTION.fullmatch(word)):
        return False
    begins_a_line = not question[:begin].rpartition("\n")[2].strip()
    if begins_a_line and "\n" in question.strip():
        return False
    return re.search(r"[^\W_]-(?:\s|$)", question[begin + 1 :]) is None


def _words(text: str) -> list[str]:
    stops = STOP_WORDS["en"]
    return [word for word in _WORD.findall(text.lower()) if word not in stops]
