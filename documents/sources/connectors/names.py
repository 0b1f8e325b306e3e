"""Give every file a name that a database keeps, whatever bytes its server calls it by."""

import re
import unicodedata

# What stands for a byte that is no UTF-8, and for the backslash that begins it.
_ESCAPED = re.compile(r"\\(\\|x[0-9A-F]{2})")
_LOOSE = re.compile("[\udc80-\udcff\\\\\x00-\x1f]")


def name_of(raw: bytes) -> str:
    """Return the name that stands for these bytes; `raw_of` gives them back."""
    return _LOOSE.sub(_escape, raw.decode("utf-8", "surrogateescape"))


def raw_of(name: str) -> bytes:
    """Return the bytes that a server calls a file by."""
    return _ESCAPED.sub(_unescape, name).encode("utf-8", "surrogateescape")


def shown(name: str) -> str:
    """Return a name for people: what is no UTF-8 is read as Windows wrote it."""
    raw = raw_of(name)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return unicodedata.normalize("NFC", text).strip() or name


def _escape(found: re.Match[str]) -> str:
    letter = found.group()
    return "\\\\" if letter == "\\" else f"\\x{ord(letter) & 0xFF:02X}"


def _unescape(found: re.Match[str]) -> str:
    said = found.group(1)
    if said == "\\":
        return said
    byte = int(said[1:], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)
