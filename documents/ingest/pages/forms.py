"""Read the fields of a form with what was filled in, as words that stand where the field does."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
from pypdfium2 import raw

from documents.ingest.clean import clean_line
from documents.ingest.pages.types import Box

MOST_ANNOTATIONS = 2_000
MOST_CHARACTERS = 20_000
CHECKS = {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}
SILENT = {raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE, raw.FPDF_FORMFIELD_UNKNOWN}
FREE_TEXT = {raw.FPDF_ANNOT_FREETEXT}


def fields_of(page: pypdfium2.PdfPage, form: pypdfium2.PdfFormEnv | None) -> Iterator[tuple[str, Box]]:
    """Yield what is filled in, with the field's place in the page's own coordinates, y upwards; also comments on it."""
    for place in range(min(MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        try:
            text = _text_of(annotation, form)
            box = raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(annotation, box):
                low, high = sorted((box.bottom, box.top))
                yield text, Box(box.left, low, box.right, high)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _text_of(annotation: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> str:
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    if subtype == raw.FPDF_ANNOT_WIDGET and form is not None:
        return _value(annotation, form)
    if subtype in FREE_TEXT:
        return _string(lambda *room: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", *room))
    return ""


def _value(annotation: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form.raw, annotation)
    if kind in SILENT:
        return ""
    if kind in CHECKS:
        return "[x]" if raw.FPDFAnnot_IsChecked(form.raw, annotation) else "[ ]"
    return _string(lambda *room: raw.FPDFAnnot_GetFormFieldValue(form.raw, annotation, *room))


def _string(read: Callable[..., int]) -> str:
    length = read(None, 0)
    if not 2 < length <= 2 * MOST_CHARACTERS:
        return ""
    room = (ctypes.c_ushort * (length // 2 + 1))()
    read(room, length)
    return clean_line(bytes(room)[: length - 2].decode("utf-16-le", "replace"))
