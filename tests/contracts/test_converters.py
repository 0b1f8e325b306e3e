"""Every converter gives clean text with true offsets, or refuses with a reason."""

import io
import json
import zipfile
from email.message import EmailMessage

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from documents.ingest.convert import convert
from documents.ingest.types import ConversionFailed, Extracted, FailureCode

SENTENCE = "Hotels cost up to 120 EUR a night."


def pdf_file(*, password: str | None = None, text: bool = True) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=password)
    for heading in ("Travel", "Trains"):
        if text:
            canvas.setFont("Helvetica", 24)
            canvas.drawString(72, 760, heading)
            canvas.setFont("Helvetica", 11)
            for line in range(12):
                canvas.drawString(72, 720 - 14 * line, f"{SENTENCE} This is line {line} of {heading}.")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def docx_file() -> bytes:
    document = docx.Document()
    document.add_heading("Travel", 1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Berlin", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "City", "Limit"
    document.add_heading("Trains", 2)
    document.add_paragraph("Second class.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def mail_file() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@acme.example", "ben@acme.example", "Travel"
    message.set_content(SENTENCE)
    return message.as_bytes()


def picture_file(text: str = SENTENCE, kind: str = "PNG") -> bytes:
    """Return a text as a picture, in letters as a scanner sees them."""
    image = Image.new("L", (1200, 300), "white")
    ImageDraw.Draw(image).text((60, 100), text, "black", ImageFont.load_default(size=44))
    file = io.BytesIO()
    image.save(file, kind, dpi=(200, 200))
    return file.getvalue()


HTML = f"""<!doctype html><html><head><title>Travel</title><script>var hidden = 1</script></head><body>
<nav><a href="/">Home</a></nav><main><article><h1>Travel</h1><p>{SENTENCE} {SENTENCE}</p>
<h2>Trains</h2><p>Second class is paid for journeys of less than three hours, and first class beyond.</p>
</article></main><footer>Imprint</footer></body></html>"""
MARKDOWN = f"""---
title: Travel
---
# Travel

{SENTENCE} See [the `list`](https://intranet.example/list).

```
# no heading
```

## Trains

| City | Limit |
|------|-------|
| Bonn | 90    |
"""
GOOD = {
    "travel.pdf": pdf_file(),
    "travel.docx": docx_file(),
    "travel.html": HTML.encode(),
    "travel.md": MARKDOWN.encode(),
    "travel.txt": SENTENCE.encode("utf-16"),
    "travel.csv": f"place;rule\nhotel;{SENTENCE}".encode("cp1252"),
    "travel.json": json.dumps({"rules": [{"hotel": SENTENCE}]}).encode(),
    "travel.xml": f"<rules><hotel>{SENTENCE}</hotel></rules>".encode(),
    "travel.eml": mail_file(),
    "travel.png": picture_file(),
}


@pytest.fixture(params=sorted(GOOD))
def extracted(request: pytest.FixtureRequest) -> Extracted:
    return convert(GOOD[request.param], request.param)


def test_the_text_is_found(extracted: Extracted) -> None:
    assert SENTENCE in extracted.text


def test_sections_cover_the_text_without_overlap(extracted: Extracted) -> None:
    ends = [0, *(section.end for section in extracted.sections)]
    assert [section.start for section in extracted.sections][1:] == ends[1:-1]
    assert ends[-1] == len(extracted.text)


def test_a_section_begins_with_its_heading(extracted: Extracted) -> None:
    headed = [section for section in extracted.sections if section.path]
    assert all(extracted.text.startswith(section.path[-1], section.start) for section in headed)


def test_nothing_hidden_is_left(extracted: Extracted) -> None:
    assert not any(sign in extracted.text for sign in ("\x00", "\u200b", "\ufeff", "\r", "<p>", "var hidden"))


@pytest.mark.parametrize("name", ["travel.pdf", "travel.docx", "travel.html", "travel.md"])
def test_headings_make_sections(name: str) -> None:
    paths = [section.path for section in convert(GOOD[name], name).sections]
    assert {path[-1] for path in paths if path} == {"Travel", "Trains"}


def test_a_pdf_keeps_its_pages() -> None:
    found = convert(GOOD["travel.pdf"], "travel.pdf")
    assert [page.number for page in found.pages] == [1, 2]
    assert "Trains" in found.text[found.pages[1].start : found.pages[1].end]


def test_tables_and_lists_of_a_word_file_keep_their_rows() -> None:
    text = convert(GOOD["travel.docx"], "travel.docx").text
    assert "City | Limit" in text
    assert "- Berlin" in text


ROWS = [["City", "Rate", "Hotel limit"], ["Bonn", "28 EUR", "120 EUR"], ["New York", "60 EUR", "250 EUR"]]
LINES = "City | Rate | Hotel limit\nBonn | 28 EUR | 120 EUR\nNew York | 60 EUR | 250 EUR"


def pdf_table() -> bytes:
    """Return a paragraph of wrapped and justified lines, and a table below it."""
    file = io.BytesIO()
    style = ParagraphStyle("body", fontSize=10, leading=12, alignment=TA_JUSTIFY)
    words = Paragraph(f"{SENTENCE} " * 8, style)
    SimpleDocTemplate(file, pagesize=A4).build(
        [words, Table(ROWS, style=[("GRID", (0, 0), (-1, -1), 1, "black")])]
    )
    return file.getvalue()


def html_table(head: str) -> bytes:
    """Return a page with a table whose first row has cells of this kind."""
    kinds = [head, "td", "td"]
    rows = [
        "".join(f"<{kind}>{cell}</{kind}>" for cell in row) for kind, row in zip(kinds, ROWS, strict=True)
    ]
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<html><body><main><h1>Travel</h1><p>{SENTENCE}</p><table>{table}</table></main></body></html>".encode()


@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf_table(), "a.pdf"), (html_table("th"), "a.html"), (html_table("td"), "a.html")],
    ids=["pdf", "html with heads", "html without heads"],
)
def test_a_table_is_a_line_for_each_row(content: bytes, name: str) -> None:
    text = convert(content, name).text
    assert LINES in text
    assert "|" not in text.replace(LINES, "")


def test_markdown_loses_its_signs_and_code_does_not() -> None:
    text = convert(GOOD["travel.md"], "travel.md").text
    assert "See the list." in text
    assert "# no heading" in text
    assert "Bonn | 90" in text


def test_a_page_without_main_content_is_a_warning_and_no_text() -> None:
    found = convert(b"<html><body><script>go()</script></body></html>", "a.html")
    assert found.text == ""
    assert found.warnings


def test_content_decides_and_not_the_name() -> None:
    assert SENTENCE in convert(GOOD["travel.pdf"], "travel.doc").text


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in members.items():
            made.writestr(f"word/{name}.xml", content)
    return file.getvalue()


REFUSED = {
    "empty.txt": (b" \n ", FailureCode.EMPTY),
    "locked.pdf": (pdf_file(password="secret"), FailureCode.ENCRYPTED),
    "blank.pdf": (pdf_file(text=False), FailureCode.EMPTY),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj", FailureCode.CORRUPT),
    "cut.docx": (GOOD["travel.docx"][:2000], FailureCode.CORRUPT),
    "text.docx": (b"plain text", FailureCode.TYPE_MISMATCH),
    "program.pdf": (b"\x7fELF" + bytes(100), FailureCode.TYPE_MISMATCH),
    "program.bin": (b"\x7fELF" + bytes(100), FailureCode.UNSUPPORTED),
    "bomb.docx": (archive(document=b" " * 60_000_000), FailureCode.TOO_LARGE),
    "laughs.docx": (archive(document=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), FailureCode.UNSAFE),
    "outside.xml": (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        FailureCode.UNSAFE,
    ),
    "commented.xml": (
        b'<?xml version="1.0"?><!-- <a> --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        FailureCode.UNSAFE,
    ),
    "far.xml": (
        b'<?xml version="1.0"?><!-- <a>' + b" " * 70_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        FailureCode.UNSAFE,
    ),
    "cut.png": (b"\x89PNG\r\n\x1a\n" + bytes(50), FailureCode.CORRUPT),
    "white.png": (picture_file(""), FailureCode.NO_TEXT),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_with_its_reason(name: str) -> None:
    content, code = REFUSED[name]
    with pytest.raises(ConversionFailed) as refusal:
        convert(content, name)
    assert refusal.value.code is code
    assert refusal.value.detail.endswith(".")
