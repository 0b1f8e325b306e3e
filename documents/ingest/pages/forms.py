"""Read the fields of a form with what was filled in, comments written on a page, and files pinned to it."""

import ctypes
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from documents.ingest.clean import clean_line
from documents.ingest.pages.types import Box

MOST_ANNOTATIONS = 2_000
MOST_CHARACTERS = 20_000
CHECKED, UNCHECKED = "[x]", "[ ]"
CHECKS = {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}
SILENT = {raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE, raw.FPDF_FORMFIELD_UNKNOWN}
COMMENTS = {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT}
MOST_FILE_BYTES = 100 * 1024 * 1024


class Field(NamedTuple):
    """Keep what is filled in, where the field stands in the page's own coordinates, y upwards, and its name."""

    text: str
    box: Box
    name: str = ""


class Pinned(NamedTuple):
    """Keep a file that is pinned to a page."""

    name: str
    content: bytes


def marks_of(page: pypdfium2.PdfPage, form: pypdfium2.PdfFormEnv | None) -> Iterator[Field | Pinned]:
    """Yield what is filled in or written on a page as comments, and the files pinned to it."""
    for place in range(min(MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        try:
            found = _mark(annotation, form)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        if found:
            yield found


def _mark(annotation: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> Field | Pinned | None:
    if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT:
        return _pinned(annotation)
    text, name = _text_of(annotation, form)
    box = raw.FS_RECTF()
    if not text or not raw.FPDFAnnot_GetRect(annotation, box):
        return None
    low, high = sorted((box.bottom, box.top))
    return Field(text, Box(box.left, low, box.right, high), name)


def _pinned(annotation: raw.FPDF_ANNOTATION) -> Pinned | None:
    file = raw.FPDFAnnot_GetFileAttachment(annotation)
    if not file:
        return None
    length = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(file, None, 0, length) or length.value > MOST_FILE_BYTES:
        return None
    room = ctypes.create_string_buffer(length.value)
    raw.FPDFAttachment_GetFile(file, room, length.value, length)
    return Pinned(_string(lambda *where: raw.FPDFAttachment_GetName(file, *where)), room.raw[: length.value])


def _text_of(annotation: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> tuple[str, str]:
    """Return what an annotation says, and the name of the field that it is."""
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    if subtype == raw.FPDF_ANNOT_WIDGET and form is not None:
        return _value(annotation, form), _name(annotation, form)
    if subtype in COMMENTS:
        return _string(lambda *room: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", *room)), ""
    return "", ""


def _value(annotation: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form.raw, annotation)
    if kind in SILENT:
        return ""
    if kind in CHECKS:
        return CHECKED if raw.FPDFAnnot_IsChecked(form.raw, annotation) else UNCHECKED
    return _string(lambda *room: raw.FPDFAnnot_GetFormFieldValue(form.raw, annotation, *room))


def _name(annotation: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv) -> str:
    """Return what a field is called for people, or else for programs."""
    for read in (raw.FPDFAnnot_GetFormFieldAlternateName, raw.FPDFAnnot_GetFormFieldName):
        name = _string(lambda *room, read=read: read(form.raw, annotation, *room))
        if name:
            return name
    return ""


def _string(read: Callable[..., int]) -> str:
    length = read(None, 0)
    if not 2 < length <= 2 * MOST_CHARACTERS:
        return ""
    room = (ctypes.c_ushort * (length // 2 + 1))()
    read(room, length)
    return clean_line(bytes(room)[: length - 2].decode("utf-16-le", "replace"))
