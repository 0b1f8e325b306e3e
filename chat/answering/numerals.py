"""Read numbers, however a text spells them."""

import re

# "one of them", "each one": not the number.
PRONOUN_ONE = re.compile(
    r"\b(?:no|any|every|each|this|that|the|which|some)[ -]one\b|\bone(?= (?:of|another|who|that|or|has|can|may|must)\b)"
    r"|\bone(?=[.,;:!?]|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d.,:/]*\d|\d")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.]00)?(?: ?([ap])\.?m\b| ?Uhr\b)|\b(\d{1,2}):00\b", re.IGNORECASE)
_ENGLISH_UNITS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_GERMAN_UNITS = """
null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn
achtzehn neunzehn
"""
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_UNITS = 10
_MAGNITUDES = {"hundred": 100, "hundert": 100, "thousand": 1_000, "tausend": 1_000, "million": 1_000_000}
_MULTIPLIED = re.compile(rf"(?<![\w.,-])([\w.,-]++) ({'|'.join(_MAGNITUDES)})s?\b", re.IGNORECASE)


def _numerals() -> dict[str, str]:
    english, german = _ENGLISH_UNITS.split(), _GERMAN_UNITS.split()
    found = {word: str(value) for words in (english, german) for value, word in enumerate(words)}
    found |= {word: str(value) for word, value in _MAGNITUDES.items()}
    for tens, word in enumerate(_ENGLISH_TENS.split(), start=2):
        found[word] = str(tens * 10)
        found |= {f"{word}-{english[unit]}": str(tens * 10 + unit) for unit in range(1, _UNITS)}
    for tens, word in enumerate(_GERMAN_TENS.split(), start=2):
        found[word] = str(tens * 10)
        for unit in range(1, _UNITS):
            found[f"{'ein' if unit == 1 else german[unit]}und{word}"] = str(tens * 10 + unit)
    return found


NUMERALS = _numerals()


def multiplied(text: str) -> str:
    """Write `two hundred` and `5 thousand` as one number."""
    return _MULTIPLIED.sub(_product, text)


def _product(match: re.Match[str]) -> str:
    word = match.group(1).lower()
    count = NUMERALS.get(word, "1" if word in {"a", "ein"} else word.replace(",", ""))
    is_whole = count.isdecimal()
    return str(int(count) * _MAGNITUDES[match.group(2).lower()]) if is_whole else match.group()


def digits(text: str) -> frozenset[str]:
    """Give what is written in digits; a comma or point before three digits only groups them."""
    return frozenset(
        _THOUSANDS.sub("", match.group()).replace(",", ".").rstrip(".:/") for match in _NUMBER.finditer(text)
    )


def clocks(text: str) -> frozenset[str]:
    """Give the other spellings of full hours: `17:00` is `5` in the afternoon, `9 am` is `9:00`."""
    found: set[str] = set()
    for match in _CLOCK.finditer(text):
        hour = int(match.group(1) or match.group(3))
        if half := match.group(2):
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
        found |= {str(hour), f"{hour}:00", f"{hour:02}:00", str((hour - 1) % 12 + 1)}
    return frozenset(found)
