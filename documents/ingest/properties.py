"""Say of a file what it says of itself: who wrote it, and when."""

import datetime

# Programs that sign in place of a person.
PROGRAMS = {
    "openpyxl",
    "python-docx",
    "python-pptx",
    "xlsxwriter",
    "apache poi",
    "unknown",
    "user",
    "windows user",
    "anonymous",
    "(anonymous)",
    "unspecified",
    "(unspecified)",
}


def author(name: str | None) -> str:
    """Return the name of a person, or nothing where a program signed."""
    name = (name or "").strip()
    return "" if name.casefold() in PROGRAMS else name


def moment(value: datetime.datetime | str | None) -> str:
    """Return a moment in ISO 8601 to the second, or nothing where it is none."""
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value.strip())
        except ValueError:
            return ""
    return value.replace(microsecond=0).isoformat() if value else ""
