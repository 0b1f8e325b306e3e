"""Read what an Office file before 2007 says of itself."""

import olefile

from documents.ingest.clean import clean_line
from documents.ingest.converters.rtf_words import code_page
from documents.ingest.properties import author, moment

DAMAGED = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError)
# Where nobody set the clock, dates are of this year.
EPOCH = 1601
UTF_8, UTF_16 = 65001, 1200


def said_by(file: olefile.OleFileIO) -> tuple[str, dict[str, str]]:
    """Return the title of a file, and its author, date and subject; nothing where that is damaged."""
    try:
        said = file.get_metadata()
        # Negative where the number is above 32 767.
        page = (said.codepage or 1252) & 0xFFFF
        texts = [_text(value, page) for value in (said.title, said.author, said.subject)]
        dates = (date for date in (said.create_time, said.last_saved_time) if date and date.year > EPOCH)
        date = moment(next(dates, None))
    except DAMAGED:
        return "", {}
    title = "" if texts[0].casefold() == "powerpoint presentation" else texts[0]
    return title, {"author": author(texts[1]), "subject": texts[2], "date": date}


def _text(value: bytes | str | None, page: int) -> str:
    if not isinstance(value, bytes):
        return clean_line(value or "")
    codec = {UTF_8: "utf-8", UTF_16: "utf-16-le"}.get(page) or code_page(page)
    return clean_line(value.decode(codec, "replace"))
