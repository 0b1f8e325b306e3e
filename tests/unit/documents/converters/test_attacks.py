"""Macros, pickles, files of two kinds, paths that lead out, bombs and entities do nothing but be told."""

import io
import pickle
import tarfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pptx
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from documents.ingest.convert import convert
from documents.ingest.macros import MACROS
from documents.ingest.types import ConversionFailed, FailureCode
from tests.contracts.test_converters import pdf_file, picture_file

OFFICE = b"application/vnd.openxmlformats-officedocument."
WORD, SLIDES = OFFICE + b"wordprocessingml", OFFICE + b"presentationml.presentation.main"
SHEETS = OFFICE + b"spreadsheetml.sheet.main"
KINDS = {
    "docm": ("word", WORD + b".document.main", b"application/vnd.ms-word.document.macroEnabled.main"),
    "dotx": ("word", WORD + b".document.main", WORD + b".template.main"),
    "dotm": ("word", WORD + b".document.main", b"application/vnd.ms-word.template.macroEnabledTemplate.main"),
    "pptm": ("ppt", SLIDES, b"application/vnd.ms-powerpoint.presentation.macroEnabled.main"),
    "xlsm": ("xl", SHEETS, b"application/vnd.ms-excel.sheet.macroEnabled.main"),
}
PROGRAM = b'Attribute VB_Name = "Evil"\nSub AutoOpen(): Shell "calc.exe": End Sub'


class Evil:
    """Run a program when it is loaded."""

    def __reduce__(self) -> tuple[object, ...]:
        return exec, ("raise SystemExit('ran')",)


def office_file(kind: str) -> bytes:
    file = io.BytesIO()
    if kind.startswith("do"):
        document = docx.Document()
        document.add_paragraph("Leave is 26 days.")
        document.save(file)
    elif kind.startswith("pp"):
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "Leave is 26 days."
        slides.save(file)
    else:
        book = openpyxl.Workbook()
        book["Sheet"]["A1"] = "Leave is 26 days."
        book.save(file)
    return file.getvalue()


def changed(content: bytes, more: Mapping[str, bytes], *, old: bytes = b"", new: bytes = b"") -> bytes:
    """Return an archive with further parts, and other words in its list of types."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if old and name == "[Content_Types].xml":
                part = part.replace(old, new)
            after.writestr(name, part)
        for name, part in more.items():
            after.writestr(name, part)
    return file.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return file.getvalue()


def refusal(content: bytes, name: str) -> ConversionFailed:
    with pytest.raises(ConversionFailed) as failure:
        convert(content, name)
    return failure.value


@pytest.mark.parametrize("kind", ["docm", "dotm", "pptm", "xlsm"])
def test_a_file_with_macros_is_read_without_them_and_says_so(kind: str) -> None:
    folder, old, new = KINDS[kind]
    content = changed(office_file(kind), {f"{folder}/vbaProject.bin": PROGRAM}, old=old, new=new)
    found = convert(content, f"a.{kind}")
    assert "Leave is 26 days." in found.text
    assert "calc" not in found.text
    assert MACROS in found.warnings


def test_a_template_is_read_as_a_document() -> None:
    _, old, new = KINDS["dotx"]
    assert "Leave is 26 days." in convert(changed(office_file("dotx"), {}, old=old, new=new), "a.dotx").text


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_a_file_without_macros_says_nothing_of_them(kind: str) -> None:
    assert MACROS not in convert(office_file(kind), f"a.{kind}").warnings


@pytest.mark.parametrize("protocol", range(2, 6))
@pytest.mark.parametrize("name", ["a.pkl", "a.pt", "a.txt", "a"])
def test_pickles_are_refused_with_a_reason_and_never_loaded(protocol: int, name: str) -> None:
    found = refusal(pickle.dumps(Evil(), protocol=protocol), name)
    assert found.code is FailureCode.UNSUPPORTED
    assert "can run programs" in found.detail


def test_other_files_that_hold_pickles_are_refused_too() -> None:
    arrays = io.BytesIO()
    np.save(arrays, np.array([1, 2]))
    assert "can run programs" in refusal(arrays.getvalue(), "a.npy").detail
    assert "can run programs" in refusal(archive({"archive/data.pkl": b"x"}), "model.pt").detail
    assert refusal(archive({"archive/data.pkl": b"x"}), "model").code is FailureCode.UNSUPPORTED
    assert "can run programs" in refusal(pickle.dumps([1], protocol=0), "a.pickle").detail


@pytest.mark.parametrize("size", [3, 60_000])
def test_a_pickle_in_letters_is_refused_under_any_name_of_its_own(size: int) -> None:
    assert "can run programs" in refusal(pickle.dumps(list(range(size)), protocol=0), "model.pt").detail


@pytest.mark.parametrize("text", ["# Leia-me\n\nA bomba e lubrificada.\n", "Nota. Bomba.", "(((\n\nMARK"])
def test_a_text_whose_language_its_name_tells_is_read(text: str) -> None:
    assert convert(text.encode(), "README.pt").text


def gif() -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 40), "white").save(file, "GIF")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf_file() + archive({"a.class": b"x"}), "a.pdf"),
        (gif() + archive({"a.class": b"x"}), "a.gif"),
        (gif() + archive({"a.class": b"x"}) + b"x", "a.gif"),
        (pdf_file() + archive({"a.class": b"x"}) + b"\x00\n", "a.pdf"),
        (picture_file() + archive({"evil.html": b"<script>"}), "a.png"),
        (archive({"%PDF-1.4": b"%PDF-1.4"}), "a.pdf"),
        (b"Text.\n" + archive({"a": b"x"}), "a.txt"),
    ],
)
def test_a_file_of_two_kinds_is_refused(content: bytes, name: str) -> None:
    assert refusal(content, name).code in {FailureCode.UNSAFE, FailureCode.UNSUPPORTED}


def test_a_pdf_that_carries_an_office_file_is_of_one_kind() -> None:
    content = pdf_file() + office_file("docx") + b"\nendstream\n%%EOF\n"
    assert "Hotels" in convert(content, "a.pdf").text


def test_markup_within_a_picture_is_not_text() -> None:
    facts, file = PngInfo(), io.BytesIO()
    facts.add_text("Comment", "<script>alert(1)</script>")
    Image.open(io.BytesIO(picture_file())).save(file, "PNG", pnginfo=facts)
    assert "script" not in convert(file.getvalue(), "a.png").text


def test_paths_that_lead_out_of_an_office_file_write_and_read_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more = {"../../evil.txt": b"x", "/tmp/evil-absolute.txt": b"x", "word/../../up.xml": b"<a/>"}
    found = convert(changed(office_file("docx"), more), "a.docx")
    assert "Leave is 26 days." in found.text
    assert not list(tmp_path.parent.rglob("evil*"))
    assert not Path("/tmp/evil-absolute.txt").exists()


def test_a_book_whose_chapter_lies_outside_has_a_damaged_chapter() -> None:
    container = b'<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    items = "".join(
        f'<item id="{key}" href="{place}" media-type="text/html"/>'
        for key, place in (("a", "../../../../etc/passwd"), ("b", "/etc/passwd"), ("c", "good.html"))
    )
    spine = "".join(f'<itemref idref="{key}"/>' for key in "abc")
    book = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>".encode()
    good = b"<html><body><p>Leave is 26 days.</p></body></html>"
    parts = {"mimetype": b"application/epub+zip", "META-INF/container.xml": container, "c.opf": book}
    found = convert(archive({**parts, "good.html": good}), "a.epub")
    assert found.text == "Leave is 26 days."
    assert len(found.warnings) == 2


def test_archives_of_links_and_paths_are_refused() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    assert refusal(file.getvalue(), "a.tar").code is FailureCode.UNSUPPORTED
    assert refusal(archive({"../../x": b"x"}), "a.zip").code is FailureCode.UNSUPPORTED


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_an_office_file_that_unpacks_to_a_thousand_times_its_size_is_refused(kind: str) -> None:
    folder = {"docx": "word", "pptx": "ppt", "xlsx": "xl"}[kind]
    file = io.BytesIO(office_file(kind))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(f"{folder}/media/zeros.bin", bytes(60_000_000))
    assert refusal(file.getvalue(), f"a.{kind}").code is FailureCode.TOO_LARGE


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("kind", ["odt", "ods", "odp", "epub", "docx", "pptx", "xlsx"])
def test_entities_in_the_parts_of_an_archive_are_refused(doctype: str, kind: str) -> None:
    body = f'<?xml version="1.0"?>{doctype}<a>&b;</a>'.encode()
    if kind.endswith("x"):
        content = changed(office_file(kind), {"docProps/evil.xml": body})
    else:
        kinds = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
        mimetype = (
            f"application/vnd.oasis.opendocument.{kinds[kind]}" if kind in kinds else "application/epub+zip"
        )
        content = archive(
            {"mimetype": mimetype.encode(), "content.xml": body, "META-INF/container.xml": body}
        )
    assert refusal(content, f"a.{kind}").code is FailureCode.UNSAFE


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("name", ["a.xml", "a.html", "a.md", "a.rst"])
def test_entities_in_a_text_are_refused_or_stay_as_they_are(doctype: str, name: str) -> None:
    text = ""
    with suppress(ConversionFailed):
        text = convert(f'<?xml version="1.0"?>{doctype}<p>Leave &b; days.</p>'.encode(), name).text
    assert "root:" not in text
    assert "haha" not in text
