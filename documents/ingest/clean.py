"""Clean text before offsets are taken from it."""

import re
import unicodedata

# Zero-width characters, marks of direction, soft hyphens, BOMs; not the joiners that some scripts need.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
# Bullets and the like of the fonts Symbol and Wingdings, which have no characters of their own.
SYMBOLS = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "•", "\uf076": "•", "\uf0fc": "✓", "\uf02d": "–"}
)
LIGATURES = re.compile("[\ufb00-\ufb06]")
# What the patterns say of the characters of most texts, for the faster `bytes.translate`.
_ASCII_LINE_ENDS = bytes.maketrans(b"\r\v\f", b"\n\n\n")
_ASCII_CONTROL = bytes(code for code in range(128) if CONTROL.match(chr(code)) and chr(code) not in "\v\f")
BLANK_LINES = re.compile(r"\n{3,}")
BULLET = re.compile(r"(?:[•◦▪‣●○■□–—*-]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)])\s")
# What stands between the cells of a row, as all converters write tables.
CELLS = " | "
SENTENCE_END = (".", "!", "?", ":", ";", "。", "！", "？")


def clean_text(text: str) -> str:
    """Normalise line ends, white space and invisible characters; lines stay lines."""
    text = _clean_characters(text)
    if "  " in text or "\t" in text or not text.isascii():
        text = SPACES.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    return BLANK_LINES.sub("\n\n", text).strip()


def clean_items(text: str) -> str:
    """Clean as `clean_text` does, but keep the indentation of nested lists."""
    lines = (
        " " * (len(line) - len(line.lstrip(" "))) + SPACES.sub(" ", line).strip()
        for line in _clean_characters(text).split("\n")
        if line.strip()
    )
    return "\n".join(lines)


def clean_code(text: str) -> str:
    """Clean as `clean_text` does, but keep the indentation that code means something by."""
    lines = (line.rstrip() for line in _clean_characters(text).expandtabs(4).split("\n"))
    return "\n".join(lines).strip("\n")


def clean_line(text: str) -> str:
    """Clean and put everything on one line."""
    return " ".join(clean_text(text).split())


def join_lines(lines: list[str]) -> str:
    """Join the lines of a typeset page into paragraphs, where a line plainly runs on into the next."""
    width = _usual_width(lines)
    joined: list[str] = []
    previous = ""
    for line in lines:
        if joined and _runs_on(previous, line, width):
            joined[-1] += " " + line
        else:
            joined.append(line)
        previous = line
    return "\n".join(joined)


def _clean_characters(text: str) -> str:
    if text.isascii():
        plain = text.replace("\r\n", "\n").encode("ascii")
        return plain.translate(_ASCII_LINE_ENDS, _ASCII_CONTROL).decode("ascii")
    text = CONTROL.sub("", INVISIBLE.sub("", LINE_ENDS.sub("\n", text))).translate(SYMBOLS)
    text = LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text)


def _usual_width(lines: list[str]) -> int:
    widths = sorted(len(line) for line in lines)
    return widths[int(len(widths) * 0.8)] if widths else 0


def _runs_on(line: str, following: str, width: int) -> bool:
    if not line or not following or BULLET.match(following) or CELLS in line or CELLS in following:
        return False
    if following.endswith(":") and len(following) < 0.5 * width:
        return False
    if len(line) < 0.7 * width or width < 30:
        return False
    return not line.endswith(SENTENCE_END) or len(line) >= 0.85 * width
