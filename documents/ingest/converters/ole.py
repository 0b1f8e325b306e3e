"""Open an Office file from before 2007, and read what it says of itself."""

import io
import struct

import olefile

from documents.ingest.clean import clean_line
from documents.ingest.converters.rtf_words import code_page
from documents.ingest.properties import author, moment

DAMAGED = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError)
# Where nobody set the clock, dates are of this year.
EPOCH = 1601
UTF_8, UTF_16 = 65001, 1200


# How large sectors are, as powers of two, and where the header counts those that hold tables ([MS-CFB], 2.2).
SECTOR_SHIFTS, SMALL_SECTOR_SHIFT, COUNTS = {9, 12}, 6, (44, 64, 72)


def opened(content: bytes) -> olefile.OleFileIO:
    """Return a file as its streams; raises OSError where it is damaged, whatever the library makes of that."""
    if len(content) < 512:
        raise OSError("The header is cut off.")
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if shift not in SECTOR_SHIFTS or small_shift != SMALL_SECTOR_SHIFT:
        raise OSError("Sectors of this size are in no file.")
    if any(struct.unpack_from("<I", content, place)[0] > len(content) >> shift for place in COUNTS):
        raise OSError("The file counts more sectors than it has.")
    try:
        return olefile.OleFileIO(io.BytesIO(content))
    except (ValueError, IndexError, TypeError, struct.error) as failure:
        raise OSError("The tables of sectors are damaged.") from failure


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
