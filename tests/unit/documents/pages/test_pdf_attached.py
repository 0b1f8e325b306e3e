"""What a PDF carries beside its pages is read too: the names of fields, and the files within it."""

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from documents.ingest.convert import convert
from documents.ingest.places import Places
from tests.unit.documents.pages.drawn import LINES, pdf, text


def with_attached(*files: tuple[str, bytes]) -> bytes:
    """Return a PDF file of one page that carries these files."""
    document = pypdfium2.PdfDocument(pdf(text(*LINES)))
    for name, content in files:
        document.new_attachment(name).set_data(content)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_attached_files_are_read_under_their_names_without_folders() -> None:
    found = convert(with_attached(("../../etc/rates.csv", b"Country;Rate\nNorway;412.50 EUR\n")), "a.pdf")
    assert ("Attachment: rates.csv",) in [section.path for section in found.sections]
    assert "Norway | 412.50 EUR" in found.text
    assert not found.warnings


def test_an_attached_file_stands_on_no_page() -> None:
    found = convert(with_attached(("rates.csv", b"Country;Rate\nNorway;412.50 EUR\n")), "a.pdf")
    places, attached = Places(found), found.text.index("Norway")
    assert places.page_at(0) == 1
    assert (places.page_at(attached), places.name(attached, attached + 6)) == (None, "")


def test_an_attached_file_that_cannot_be_read_is_a_warning() -> None:
    (warning,) = convert(with_attached(("tool.exe", b"MZ\x90\x00" * 50)), "a.pdf").warnings
    assert warning.startswith("Attachment “tool.exe” was not read: ")


def test_pdf_files_within_each_other_end_at_some_depth() -> None:
    content = with_attached(("a.txt", b"The innermost words."))
    for _ in range(6):
        content = with_attached(("inner.pdf", content))
    found = convert(content, "outer.pdf")
    assert "innermost" not in found.text
    assert any("nested too deeply" in warning for warning in found.warnings)


@pytest.mark.parametrize(("label", "is_named"), [("Please fill in", True), ("Cost centre", False)])
def test_the_name_of_a_field_is_told_where_the_page_does_not(label: str, is_named: bool) -> None:
    def form(canvas: Canvas) -> None:
        canvas.drawString(72, 700, label)
        canvas.acroForm.textfield(name="f1", tooltip="Cost centre", x=160, y=692, width=200, value="4711")

    found = convert(pdf(form), "form.pdf").text
    assert ("Field | Value\nCost centre | 4711" in found) is is_named
