"""Read PDF files page by page: their text layer, and by OCR what has none that can be used."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

import pypdfium2
from PIL import Image

from documents.ingest.clean import clean_line
from documents.ingest.converters.pdf_attached import write_attached
from documents.ingest.draft import Draft
from documents.ingest.pages.arrange import arrange
from documents.ingest.pages.headings import MAX_HEADING_LEVELS, Bookmark, with_headings
from documents.ingest.pages.layer import MOST_MAPLESS, Layer, read_layer
from documents.ingest.pages.lines import Item, Page
from documents.ingest.pages.ocr import READ_DPI, Reader, pages_named
from documents.ingest.pages.order import Table
from documents.ingest.pages.pictured import items_of
from documents.ingest.pages.running import without_running_lines
from documents.ingest.pages.sight import picture_of
from documents.ingest.pages.types import Box, Recognised
from documents.ingest.pages.writing import write_pages
from documents.ingest.properties import author
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Ocr, Source

MOST_BOOKMARKS, MOST_SHOWN = 5_000, 120
# Where a layer is doubted, what is seen on the page is believed from here on, if it says something else.
BELIEVED, ALIKE = 80.0, 0.2
# Dates as PDF writes them: D:20240131120000+01'00'
DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
# What programs write where nobody gave a title.
NO_TITLE = re.compile(
    r"(?i)^(?:untitled|document\d*|\(?anonymous\)?|.*\.(?:docx?|pptx?|xlsx?|indd|tex|dvi|qxd|pdf|p65|rtf))$"
)
PROGRAM = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel)|PowerPoint Presentation)\s*(?:-\s*)?")


def convert_pdf(source: Source) -> Extracted:
    """Read all pages; raises ConversionFailed for encrypted and damaged files and for pictures without text."""
    document = _open(source.content)
    try:
        if len(document) > source.limits.pages:
            raise ConversionFailed(FailureCode.TOO_LARGE, f"The file has {len(document)} pages.")
        return _convert(document, source)
    finally:
        document.close()


def _convert(document: pypdfium2.PdfDocument, source: Source) -> Extracted:
    form = _form(document)
    layers = [read_layer(document, form, place) for place in range(len(document))]
    reader = Reader(source)
    wanted = _wanted(layers, source.settings.ocr) if not reader.is_off else []
    seen = reader.read(wanted, _drawing(document, layers))
    pages = [_page(layer, seen.get(layer.number), source.settings.ocr) for layer in layers]
    if not any(page.items for page in pages):
        raise _without_text(layers, seen, reader)
    if not source.settings.keep_headers_footers:
        pages = without_running_lines(pages)
    draft = Draft()
    draft.warnings += _warnings(layers, reader)
    draft.warnings += reader.warnings(seen, len(wanted))
    write_pages(draft, with_headings(pages, _bookmarks(document)), source.limits.text_characters)
    write_attached(draft, document, layers, source)
    title, properties = _properties(document)
    return draft.finish(title, properties)


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as failure:
        if "password" in str(failure).lower() or "security" in str(failure).lower():
            raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.") from failure
        raise ConversionFailed(FailureCode.CORRUPT, "The file is damaged and cannot be read.") from failure
    if not len(document):
        raise ConversionFailed(FailureCode.EMPTY, "The file has no pages.")
    return document


def _form(document: pypdfium2.PdfDocument) -> pypdfium2.PdfFormEnv | None:
    if document.get_formtype() == pypdfium2.raw.FORMTYPE_NONE:
        return None
    try:
        document.init_forms()
    except pypdfium2.PdfiumError:
        return None
    return document.formenv


def _wanted(layers: Sequence[Layer], ocr: Ocr) -> list[int]:
    if ocr is Ocr.ALWAYS:
        return [layer.number for layer in layers if not layer.is_broken]
    return [layer.number for layer in layers if layer.wants_ocr or layer.is_doubtful]


def _drawing(
    document: pypdfium2.PdfDocument, layers: Sequence[Layer]
) -> Callable[[int], tuple[Image.Image, float]]:
    def draw(number: int) -> tuple[Image.Image, float]:
        page = document[number - 1]
        try:
            return picture_of(page, layers[number - 1].turn, READ_DPI)
        finally:
            page.close()

    return draw


def _page(layer: Layer, seen: Recognised | None, ocr: Ocr) -> Page:
    if seen is not None and ((ocr is Ocr.ALWAYS and seen.letters) or _is_better(seen, layer)):
        items = items_of(seen)
    else:
        items = arrange(layer.runs, layer.rules)
    if layer.named:
        items.append(_form_table(layer, items))
    return Page(number=layer.number, items=tuple(items), label=layer.label)


def _form_table(layer: Layer, items: Sequence[Item]) -> Table:
    """Return what is filled in under the names of its fields, which the page does not say; it stands below all else."""
    bottom = max((item.box.bottom for item in items), default=0.0)
    return Table((("Field", "Value"), *layer.named), Box(0.0, bottom, 100.0, bottom))


def _is_better(seen: Recognised, layer: Layer) -> bool:
    """Say whether a page is told better by what is seen on it than by its own text."""
    if layer.mapless > MOST_MAPLESS or not layer.letters:
        return seen.letters > 0
    if layer.wants_ocr:
        return seen.letters > layer.letters
    said = {word.text.lower() for run in layer.runs for word in run.words}
    words = [word.text.lower() for line in seen.lines for word in line.words]
    alike = sum(word in said for word in words) / max(1, len(words))
    return seen.confidence >= BELIEVED and alike < ALIKE


def _without_text(
    layers: Sequence[Layer], seen: Mapping[int, Recognised], reader: Reader
) -> ConversionFailed:
    if not any(layer.wants_ocr for layer in layers):
        if all(layer.is_broken for layer in layers):
            return ConversionFailed(
                FailureCode.CORRUPT, "The file is damaged: none of its pages can be read."
            )
        return ConversionFailed(FailureCode.EMPTY, "The pages are empty.")
    if reader.is_off:
        detail = "The pages are pictures without text of their own, and OCR is switched off."
    else:
        detail = " ".join(
            ["The pages are pictures, and OCR found no text in them.", *reader.warnings(seen, 0)]
        )
    return ConversionFailed(FailureCode.NO_TEXT, detail)


def _warnings(layers: Sequence[Layer], reader: Reader) -> list[str]:
    found: list[str] = []
    hidden = [word for layer in layers for word in layer.hidden]
    if hidden:
        places = pages_named([layer.number for layer in layers if layer.hidden])
        start = clean_line(" ".join(hidden))[:MOST_SHOWN]
        found.append(
            f"{len(hidden)} words on {places} that nobody sees there, too pale, tiny or beside the page, were left "
            f"out: “{start}”."
        )
    if broken := [layer.number for layer in layers if layer.is_broken]:
        found.append(f"Damaged and not read: {pages_named(broken)}.")
    pictures = [layer.number for layer in layers if layer.wants_ocr]
    if pictures and reader.is_off:
        found.append(f"OCR is switched off, and so the pictures on {pages_named(pictures)} were not read.")
    return found


def _bookmarks(document: pypdfium2.PdfDocument) -> list[Bookmark]:
    found: list[Bookmark] = []
    for entry in islice(document.get_toc(max_depth=MAX_HEADING_LEVELS), MOST_BOOKMARKS):
        target = entry.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append(Bookmark(entry.get_title(), entry.level + 1, page + 1))
    return found


def _properties(document: pypdfium2.PdfDocument) -> tuple[str, dict[str, str]]:
    told = {name: clean_line(value)[:300] for name, value in document.get_metadata_dict().items()}
    title = PROGRAM.sub("", told.get("Title", ""))
    date = DATE.match(told.get("CreationDate", "") or told.get("ModDate", ""))
    properties = {
        "author": author(told.get("Author")),
        "subject": author(told.get("Subject")),
        "date": "-".join(part for part in date.groups() if part) if date else "",
    }
    return ("" if NO_TITLE.match(title) else title), properties
