"""Call pdfium's text functions with plain addresses: a page asks thousands of times, and typed pointers cost half."""

import ctypes
import re
from ctypes import c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2
from pypdfium2 import raw

DOUBTFUL = re.compile("\ufffe")


def _plain(function: Any, answer: Any, *arguments: Any) -> Any:
    return ctypes.cast(function, ctypes.PYFUNCTYPE(answer, *arguments))


text_object = _plain(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
loose_box = _plain(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
font_size = _plain(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)
matrix = _plain(raw.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
angle = _plain(raw.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
code_point = _plain(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
has_no_code = _plain(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_of = _plain(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
font_weight = _plain(raw.FPDFText_GetFontWeight, c_int, c_void_p, c_int)
font_name = _plain(raw.FPDFText_GetFontInfo, c_ulong, c_void_p, c_int, c_void_p, c_ulong, c_void_p)
fill_colour = _plain(
    raw.FPDFText_GetFillColor, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p
)


def address_of(text: pypdfium2.PdfTextPage) -> int:
    """Return where pdfium keeps the text of a page; it is good for as long as `text` is open."""
    return int(ctypes.cast(text.raw, c_void_p).value or 0)


def characters_of(text: pypdfium2.PdfTextPage) -> str:
    """Return the characters of a page, one for each that pdfium counts."""
    count = raw.FPDFText_CountChars(text.raw)
    if count <= 0:
        return ""
    room = (ctypes.c_ushort * (count * 2 + 1))()
    written = raw.FPDFText_GetText(text.raw, 0, count, room)
    found = bytes(room)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    page = address_of(text)
    if len(found) != count:
        # Characters without a meaning are left out of the whole: then each is asked for by its place.
        return "".join(_character(page, place) for place in range(count))
    # Here it stands for hyphens at the end of a line, and for what is not mapped to any character.
    return DOUBTFUL.sub(lambda match: _character(page, match.start()), found)


def _character(page: int, place: int) -> str:
    code = code_point(page, place)
    return chr(code) if code < 0x110000 else "\ufffd"
