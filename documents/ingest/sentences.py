"""Find where sentences end, in many languages."""

import re

# Some scripts end a sentence without a space after it; the others only before white space.
CLOSED = "。！？｡．؟۔।॥።։"
ENDS = f".!?…{CLOSED}"
CLOSERS = "\"'”’»›)\\]」』）】》*_"
# A line's end, or an end of a sentence with what closes it, in French after a space, and the white space after it.
CANDIDATE = re.compile(f"[{ENDS}\n][{ENDS}{CLOSERS}]*(?: [»›])?\\s*")

_LAST_WORD_CHARACTERS = 16


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Without their last dot, in lower case; before these a sentence goes on whatever follows.
_TITLES = _words(
    "mr mrs ms dr prof st mt sr jr rev hon gov sen rep gen col lt capt sgt vs cf approx dept est messrs",
    "hr fr dipl ing med bzw ca evtl ggf vgl inkl exkl zzgl geb gest mio mrd bspw sog ev",
    "mme mlle mgr sra dra srta ud uds exmo dott sig avv mevr dhr bijv np tzw ul",
    "jan feb mar apr jun jul aug sep sept oct nov dec okt dez",
)
# Before a number alone.
_NUMBERED = _words(
    "no nr nos num núm art abs fig abb figs tab vol bd p pp pag pág s sec sect ch chap kap eq gl app anh par ziff",
    "rn ref lit hs ausg aufl v ver",
)
# Languages that write "on the third" as "3.".
_ORDINAL_BY_DOT = _words("de da no nb nn fi cs sk pl hu sl hr sr bs et lv is tr lb")


def ends_sentence(text: str, end: int, following: int, language: str) -> bool:
    """Say whether the mark at `end` ends a sentence, after which `following` is the next character."""
    mark = text[end]
    if mark in CLOSED:
        return True
    if not text[following - 1].isspace() or text[following].islower():
        return False
    return mark != "." or not _is_abbreviated(text, end, following, language)


def _is_abbreviated(text: str, dot: int, following: int, language: str) -> bool:
    begin = max(0, dot - _LAST_WORD_CHARACTERS)
    before = text[begin:dot]
    words = before.split()
    if not words or before[-1:].isspace():
        return False
    word = words[-1].lstrip("([{\"'„“‚‘«‹*_")
    if word.isdigit():
        return _is_counted(text, dot - len(word), word, language)
    lower = word.lower()
    if lower in _TITLES or (lower in _NUMBERED and text[following].isdigit()):
        return True
    # "J. Smith", "e.g.", "z. B.", "U.S."; a word with longer parts is an address.
    return max(map(len, word.split("."))) <= 2 if "." in word else len(word) == 1 and word.isalpha()


def _is_counted(text: str, start: int, digits: str, language: str) -> bool:
    """Say whether these digits number a list's item, or are an ordinal."""
    is_at_line_start = start <= 0 or text[start - 1] == "\n"
    return is_at_line_start or (len(digits) <= 2 and language in _ORDINAL_BY_DOT)
