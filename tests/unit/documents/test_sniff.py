"""A file's format is told by its content."""

import io
import random
import zipfile

import pytest

from documents.ingest.convert import CONVERTERS
from documents.ingest.sniff import MAX_MEMBERS, sniff
from documents.ingest.types import ConversionFailed, FailureCode, Format


@pytest.mark.parametrize("name", ["picture.png", "notes.txt", "unknown.xyz"])
def test_bytes_that_are_neither_text_nor_a_known_format_are_refused(name: str) -> None:
    with pytest.raises(ConversionFailed) as refusal:
        sniff(random.Random(1).randbytes(5000), name)
    assert refusal.value.code is FailureCode.UNSUPPORTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "shift_jis", "cp1252"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    words = "休暇は二十日です。" if encoding == "shift_jis" else "Annual leave is 26 days."
    assert sniff((words * 40).encode(encoding), "notes.txt") is Format.TEXT


def archive(members: int, packing: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as made:
        made.writestr("mimetype", "application/epub+zip")
        for number in range(members - 1):
            made.writestr(str(number), "")
    return file.getvalue()


def test_an_archive_of_too_many_files_is_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    too_many = archive(MAX_MEMBERS + 1)
    monkeypatch.delattr(zipfile, "ZipFile")
    with pytest.raises(ConversionFailed) as refusal:
        sniff(too_many, "a.docx")
    assert refusal.value.code is FailureCode.TOO_LARGE


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_kind_that_is_packed_as_no_office_packs_it_is_not_unpacked(packing: int) -> None:
    assert sniff(archive(1), "a.epub") is Format.EPUB
    with pytest.raises(ConversionFailed) as refusal:
        sniff(archive(1, packing), "a.epub")
    assert refusal.value.code is FailureCode.UNSUPPORTED


def test_each_format_has_its_converter() -> None:
    assert set(CONVERTERS) == set(Format)


@pytest.mark.parametrize("text", ["BMW sold more cars than ever.", "GIF8 is not a number.", "RIFF and WEBP."])
def test_a_text_that_begins_as_a_picture_does_is_text(text: str) -> None:
    assert sniff(text.encode(), "report.txt") is Format.TEXT
