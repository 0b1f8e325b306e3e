"""Give identifiers one spelling: codes, versions, addresses, paths, numbers and names of more than letters."""

import re
from collections.abc import Iterator
from hashlib import blake2b

MAX_TERM_CHARACTERS = 64
THOUSANDS = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?"
)
_GROUPING = re.compile(r"[,.'’](?=\d{3}(?!\d))")
_SIGN = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_VERSION = re.compile(r"v(?=\d)")
_DOTTED = re.compile(r"\d+(?:\.\d+){2,3}")
_GROUPED = re.compile(r"(?<![\w.,+])[+(]{0,2}\d[\d ()/.\-\u00a0\u202f]{4,24}\d(?!\w)")
_IBAN = re.compile(r"(?<=[A-Za-z]{2})\d\d(?: [A-Za-z0-9]{4}){2,7}(?: [A-Za-z0-9]{1,3})?\b")
_CODE = re.compile(r"[A-Z]+[ \u00a0]\d+(?:[-./]\d+)*\b")
_LANGUAGE = re.compile(r"(?<![\w+#])(?:[A-Za-z](?:\+\+|#)|\.(?:net|NET|Net)\b)(?![+#])")
_AMPERSAND = re.compile(r"\b\w{1,12}(?:&\w{1,12})+\b|\b[A-Z]{1,3} & [A-Z]{1,3}\b")
_SECTION = re.compile(r"§\s*(\d+\w*)")
_PATH = re.compile(r"[\w.~%@:+$\\/-][\w.~%@:+$\\/?=&#,;-]*[\w/\\]")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"\d{4}/\d{2}/\d{2}")
_PHONE = re.compile(r"(?:\+|00|0|\(\+?0?)\d*[ ()/.\-\u00a0]+\d[\d ()/.\-\u00a0]*")
_BLOCKS = re.compile(r"\d{4}(?: \d{4}){2,4}|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+")
_LETTERS_AND_NUMBER = re.compile(r"\b([^\W\d_]{1,8}) (\d+(?:[-./]\d+)*)\b")
_SCHEME = re.compile(r"^[a-z][a-z0-9+]*://(?:www\.)?")


def whole_of(token: str) -> str:
    """Return the spelling of an identifier that all of its spellings share: inv2041, numworkers, v1.2.3.

    Signs between two numbers are kept apart by a point, whichever they are; others say nothing.
    """
    return _BETWEEN_NUMBERS.sub(".", _SIGN.sub("", token.lower()))


def wholes_of(token: str) -> Iterator[str]:
    """Yield the terms of an identifier: itself, a version without its letter, and what a dotted number begins with."""
    whole = whole_of(token)
    yield shortened(whole)
    if bare := _VERSION.match(whole):
        yield shortened(whole := whole[bare.end() :])
    if _DOTTED.fullmatch(whole):
        yield ".".join(whole.split(".")[:2])


def shortened(term: str) -> str:
    """Return a term that is not too long for an index; long ones keep their beginning and a digest."""
    if len(term) <= MAX_TERM_CHARACTERS:
        return term
    return term[:47] + "~" + blake2b(term.encode(), digest_size=8).hexdigest()


def spelled_out(text: str) -> str:
    """Return a text in which C++, C# and .NET are words: plain letters differ from them."""
    if "++" not in text and "#" not in text and ".net" not in text and ".N" not in text:
        return text
    return _LANGUAGE.sub(
        lambda said: said[0].replace("+", "plus").replace("#", "sharp").replace(".", "dot"), text
    )


def without_grouping(number: re.Match[str]) -> str:
    """Return a number without the signs that group its thousands."""
    return _GROUPING.sub("", number[0])


def specials(text: str, *, is_asked: bool = False) -> list[str]:
    """Return the terms of what only its signs or neighbours make an identifier: C++, R&D, § 12, INV 2041, a path."""
    found = [*_signs(text), *_numbers(text)]
    if is_asked:
        # Whoever asks for inv 2041 may mean INV-2041.
        found += [whole_of(letters + number) for letters, number in _LETTERS_AND_NUMBER.findall(text)]
    return [shortened(term) for term in found]


def _signs(text: str) -> Iterator[str]:
    # The signs are rare: to look for one costs a hundredth of what an expression costs.
    if "/" in text or "\\" in text:
        for word in text.split():
            if "/" in word or "\\" in word:
                yield from _path(word)
    if "&" in text:
        yield from ("".join(said.lower().split()) for said in _AMPERSAND.findall(text))
    if "§" in text:
        yield from (f"§{number.lower()}" for number in _SECTION.findall(text))
    if "++" in text or "#" in text or ".net" in text or ".N" in text:
        yield from (said.lower() for said in _LANGUAGE.findall(text))


def _numbers(text: str) -> Iterator[str]:
    for match in _GROUPED.finditer(text):
        yield from _grouped(match[0])
    for match in _IBAN.finditer(text):
        yield whole_of(text[match.start() - 2 : match.end()].replace(" ", ""))
    for match in _CODE.finditer(text):
        if match.start() == 0 or not text[match.start() - 1].isalnum():
            yield whole_of("".join(match[0].split()))


def _grouped(said: str) -> Iterator[str]:
    """Yield the terms of digits in groups: a date, a phone number, the number of a card, thousands."""
    if _YEAR_FIRST.fullmatch(said):
        yield from wholes_of(said)
    elif date := _DATE.fullmatch(said):
        yield from _dates(*date.groups())
    elif _PHONE.fullmatch(said):
        yield from _phone(said)
    elif _BLOCKS.fullmatch(said):
        yield "".join(filter(str.isdigit, said))


def _path(word: str) -> Iterator[str]:
    if (found := _PATH.search(word)) is None:
        return
    whole = _SCHEME.sub("", found[0].lower().replace("\\", "/")).strip("/")
    # Neither and/or nor km/h.
    if (
        "/" in whole
        and not whole[0].isdigit()
        and (whole != found[0].lower() or whole.count("/") > 1 or "." in whole)
    ):
        yield f"/{whole}"


def _phone(said: str) -> Iterator[str]:
    digits = "".join(filter(str.isdigit, said.replace("(0)", "")))
    if len(digits) >= 7:
        yield digits
        # The same number is written with the code of its country, and without.
        yield f"~{digits[-7:]}"


def _dates(first: str, sign: str, second: str, year: str) -> Iterator[str]:
    """Yield a date with its year first; both readings where a month may be the day."""
    readings = [(first, second)] if sign == "." else [(first, second), (second, first)]
    for day, month in dict.fromkeys(readings):
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield f"{year}.{int(month):02}.{int(day):02}"
            yield f"{year}.{int(month):02}"
