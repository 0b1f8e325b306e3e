"""Cut texts of scripts that write no spaces between words, and make letters of all scripts comparable."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from icu4py.breakers import WordBreaker

# Thai, Lao, Burmese and Khmer: their words are in a dictionary, by which ICU cuts.
LISTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
HANGUL = "\uac00-\ud7af"
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff\u31f0-\u31ff"
UNSPACED = f"{LISTED}{HANGUL}{HAN}{KANA}"
_RUN = re.compile(f"([{LISTED}]+)|([{HANGUL}]+)|[{HAN}{KANA}]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
# Korean words carry these at their end; longest first.
_PARTICLES = """
    에서는 에서도 으로는 으로도 에게서 이라고 까지는 부터는 에서 에게 한테 께서 으로 까지 부터 보다 처럼 마다 조차 밖에
    이나 이랑 라고 하고 은 는 이 가 을 를 의 에 와 과 로 도 만 나 랑 께
"""
PARTICLES = tuple(_PARTICLES.split())
# Signs within words that are not seen: soft hyphen, zero-width joiners, Arabic tatweel.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200c\u200d\u0640\ufeff\u2060"))
# Letters that have no accent to take away, yet are written without.
_PLAIN = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "n", "ß": "ss",
}  # fmt: skip
_PLAIN_LETTERS = str.maketrans(_PLAIN)


def _digits() -> Iterator[tuple[int, str]]:
    for code in range(0x80, 0x10000):
        if unicodedata.category(sign := chr(code)) == "Nd":
            yield code, str(unicodedata.digit(sign))


def _marks() -> str:
    """Return all signs that stand with a letter, as ranges of a class: vowels of Hindi and Tamil are such."""
    codes = [
        code
        for code in range(0x300, 0x10000)
        if unicodedata.category(chr(code)) in ("Mn", "Mc") and not 0xFE00 <= code <= 0xFE0F
    ]
    breaks = [0, *(n for n, (one, other) in enumerate(pairwise(codes), 1) if other != one + 1), len(codes)]
    return "".join(f"{chr(codes[begin])}-{chr(codes[end - 1])}" for begin, end in pairwise(breaks))


MARKS = _marks()
_COMPARABLE = _UNSEEN | dict(_digits())


def comparable(text: str) -> str:
    """Return a text with one spelling of each sign: full and half width, digits of all scripts, nothing unseen."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_COMPARABLE)


@lru_cache(maxsize=20_000)
def without_accents(word: str) -> str:
    """Return a word in lower case, with the letters that it is written with where there are no others."""
    letters = unicodedata.normalize("NFD", word.casefold().translate(_PLAIN_LETTERS))
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in letters if not unicodedata.combining(letter))
    )


def spaced(text: str, *, is_asked: bool = False) -> tuple[str, list[str]]:
    """Return a text without its runs of unspaced scripts, and the terms of these.

    What is asked leaves out what only helps to be found: single signs of longer words, and particles.
    """
    if text.isascii():
        return text, []
    terms: list[str] = []

    def cut(run: re.Match[str]) -> str:
        listed, hangul = run.groups()
        if listed:
            terms.extend(_words(listed))
        elif hangul:
            terms.extend(_korean(hangul, is_asked=is_asked))
        else:
            terms.extend(_signs(run[0], is_asked=is_asked))
        return " "

    return _RUN.sub(cut, text), terms


def _words(run: str) -> Iterator[str]:
    """Yield the words of a run by ICU's dictionaries."""
    if len(run) < 2:
        yield run
        return
    for word in WordBreaker(run, "th"):
        if word[0].isalnum():
            yield word


def _signs(run: str, *, is_asked: bool) -> Iterator[str]:
    """Yield the pairs of a run, as is usual for Chinese and Japanese, and the single signs that are words."""
    for first, second in pairwise(run):
        yield first + second
    for han in _HAN_RUN.findall(run):
        if len(han) == 1 or not is_asked:
            yield from han
    if len(run) == 1 and not _HAN_RUN.match(run):
        yield run


def _korean(word: str, *, is_asked: bool) -> Iterator[str]:
    """Yield the pairs of a word, and its stem where that is one syllable."""
    stem = _without_particle(word)
    if len(stem) == 1:
        yield stem
    asked = stem if is_asked and len(stem) > 1 else word
    for first, second in pairwise(asked):
        yield first + second


def _without_particle(word: str) -> str:
    for particle in PARTICLES:
        if word.endswith(particle) and len(word) > len(particle):
            return word[: -len(particle)]
    return word
