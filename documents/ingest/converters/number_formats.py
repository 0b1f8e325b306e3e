"""Show numbers and dates as a spreadsheet shows them, by their format codes (ECMA-376, part 1, 18.8.31)."""

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
# The short date of whoever looks at it: nobody knows whose, so that it is shown without doubt.
LOCAL_DATE = "mm-dd-yy"
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
# Colours, conditions and locales; what is as wide as a letter; what fills the cell.
UNSHOWN = re.compile(r"\[(?!h|m|s)[^\]]*\]|_.|\*.", re.IGNORECASE)
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
DIGITS = re.compile(r"[0#?](?:[0#?,. ]*[0#?])?,*")
DATE_PART = re.compile(r"yyyy|yy|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p", re.IGNORECASE)
PARTS = re.compile(rf'"[^"]*"|\\.|\[h+\]|\[m+\]|\[s+\]|{DATE_PART.pattern}|.', re.IGNORECASE)
# Letters of a pattern that make it one for dates.
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
LARGEST = 1e15
# A section that shows words in place of a number; one that holds under a condition.
WORDS, CONDITION = re.compile(r'\s*(?:"[^"]+"|\\.)(?:"[^"]*"|\\.|[-\s()])*'), re.compile(r"\[[<>=]")


@dataclass(frozen=True, kw_only=True)
class _Pattern:
    before: str
    after: str
    whole_digits: int
    fixed_decimals: int
    most_decimals: int
    has_thousands: bool
    factor: float
    is_scientific: bool


def shown(value: object, pattern: str = GENERAL) -> str:
    """Return the text of a cell; what has an unknown pattern is shown in general format."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime.datetime() | datetime.date() | datetime.time():
            return _moment(value, pattern)
        case datetime.timedelta():
            return _duration(value, pattern.lower())
        case int() | float():
            return _number(value, pattern)
        case _:
            return str(value)


def is_date_pattern(pattern: str) -> bool:
    """Say whether a format code shows its number as a date or a time."""
    plain = LITERAL.sub("", UNSHOWN.sub("", CURRENCY.sub("", pattern.split(";", maxsplit=1)[0])))
    return pattern != GENERAL and bool(DATE_LETTERS.search(plain)) and "general" not in plain.lower()


def _number(value: float, pattern: str) -> str:
    sections = pattern.split(";")
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    found = _parsed(section)
    if found is None and not CONDITION.search(pattern) and WORDS.fullmatch(UNSHOWN.sub("", section)):
        return _unquoted(UNSHOWN.sub("", section)).strip()
    if found is None or abs(value) >= LARGEST:
        return _general(value)
    return _filled(value, found)


def _general(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < LARGEST):
        return str(int(value))
    return f"{value:.10g}"


@lru_cache(maxsize=1024)
def _parsed(section: str) -> _Pattern | None:
    """Return what a section of a format code says, or None where it is none for numbers."""
    plain = UNSHOWN.sub("", CURRENCY.sub(lambda match: f'"{match[1]}"', section))
    bare = LITERAL.sub(lambda match: "\x00" * len(match[0]), plain)
    digits = DIGITS.search(bare)
    if digits is None or "/" in bare or "general" in bare.lower():
        return None
    whole, _, decimals = digits[0].partition(".")
    scale = len(digits[0]) - len(digits[0].rstrip(","))
    return _Pattern(
        before=_unquoted(plain[: digits.start()]),
        after=re.sub(r"^E[+-]0+", "", _unquoted(plain[digits.end() :]), flags=re.IGNORECASE),
        whole_digits=whole.count("0"),
        fixed_decimals=decimals.count("0"),
        most_decimals=sum(decimals.count(sign) for sign in "0#?"),
        has_thousands="," in whole.rstrip(","),
        factor=(100.0 if "%" in bare else 1.0) / 1000**scale,
        is_scientific=bool(re.match(r"E[+-]", bare[digits.end() :], re.IGNORECASE)),
    )


def _unquoted(text: str) -> str:
    return LITERAL.sub(lambda match: match[1] if match[1] is not None else match[2], text)


def _filled(value: float, pattern: _Pattern) -> str:
    scaled = abs(value) * pattern.factor
    if pattern.is_scientific:
        digits = f"{scaled:.{pattern.most_decimals}E}"
    else:
        # A spreadsheet counts with 15 digits, and rounds halves up.
        exact = Decimal(f"{scaled:.15g}").quantize(Decimal(1).scaleb(-pattern.most_decimals), ROUND_HALF_UP)
        digits = f"{exact:{',' if pattern.has_thousands else ''}f}"
        digits = _trimmed(digits, pattern)
    sign = "-" if value < 0 and any(digit in "123456789" for digit in digits) else ""
    return f"{sign}{pattern.before}{digits}{pattern.after}"


def _trimmed(digits: str, pattern: _Pattern) -> str:
    whole, _, decimals = digits.partition(".")
    while len(decimals) > pattern.fixed_decimals and decimals.endswith("0"):
        decimals = decimals[:-1]
    if whole == "0" and not pattern.whole_digits and not decimals:
        return ""
    if not pattern.has_thousands:
        whole = whole.rjust(pattern.whole_digits, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _moment(value: datetime.datetime | datetime.date | datetime.time, pattern: str) -> str:
    pattern = UNSHOWN.sub("", CURRENCY.sub("", pattern.split(";", maxsplit=1)[0]))
    if pattern.startswith(LOCAL_DATE) or not is_date_pattern(pattern):
        return _plain_moment(value)
    parts = PARTS.findall(pattern)
    has_half = any(part.lower() in {"am/pm", "a/p"} for part in parts)
    minutes = _minutes(parts)
    return "".join(
        _date_part(value, part, is_minute=place in minutes, has_half=has_half)
        for place, part in enumerate(parts)
    ).strip()


def _duration(value: datetime.timedelta, pattern: str) -> str:
    """Return a time that passed, which may be longer than a day, in the largest unit that its pattern counts."""
    sign, seconds = "-" if value < datetime.timedelta() else "", round(abs(value).total_seconds())
    if "[s" in pattern:
        return f"{sign}{seconds}"
    if "[m" in pattern:
        return f"{sign}{seconds // 60}:{seconds % 60:02}"
    end = f":{seconds % 60:02}" if "s" in pattern or seconds % 60 else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}{end}"


def _plain_moment(value: datetime.datetime | datetime.date | datetime.time) -> str:
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    return value.isoformat()


def _minutes(parts: list[str]) -> set[int]:
    """Return where `m` means minutes: after an hour, or before a second."""
    plain = [(place, part.lower().strip("[]")) for place, part in enumerate(parts)]
    letters = [(place, part) for place, part in plain if part.strip("ymdhs") == "" and part]
    found = set()
    for number, (place, part) in enumerate(letters):
        before = letters[number - 1][1] if number else ""
        after = letters[number + 1][1] if number + 1 < len(letters) else ""
        if part in {"m", "mm"} and (before.startswith("h") or after.startswith("s")):
            found.add(place)
    return found


def _date_part(
    value: datetime.datetime | datetime.date | datetime.time, part: str, *, is_minute: bool, has_half: bool
) -> str:
    if part.startswith(('"', "\\")):
        return _unquoted(part)
    codes = {
        "yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mmmmm": "%b", "mm": "%m", "m": "%m", "dddd": "%A",
        "ddd": "%a", "dd": "%d", "d": "%d", "hh": "%H", "h": "%H", "ss": "%S", "s": "%S", "am/pm": "%p", "a/p": "%p",
    }  # fmt: skip
    letter = part.lower().strip("[]")
    code = codes.get(letter)
    if code is None:
        return part
    if is_minute:
        code = "%M"
    elif has_half and code == "%H":
        code = "%I"
    text = value.strftime(code)
    return text.lstrip("0") or "0" if len(letter) == 1 and text.isdigit() else text
