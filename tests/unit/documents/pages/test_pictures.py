"""Pictures are read by OCR, refused where they are bombs, and said to be empty where they are."""

import struct
import zlib

import pytest
from PIL import Image

from documents.ingest.convert import convert
from documents.ingest.types import ConversionFailed, ConverterSettings, FailureCode, Limits, Ocr
from tests.unit.documents.pages.drawn import LINES, picture, saved


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_the_text_of_a_picture_is_read_whatever_its_format(kind: str) -> None:
    found = convert(saved(picture(), kind), "scan")
    assert all(line in found.text for line in LINES)


def test_each_frame_of_a_tiff_is_a_page() -> None:
    frames = [picture([f"This is page number {number}."]) for number in (1, 2, 3)]
    found = convert(saved(frames[0], "TIFF", save_all=True, append_images=frames[1:]), "fax.tif")
    texts = [found.text[page.start : page.end].strip() for page in found.pages]
    assert texts == [f"This is page number {number}." for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270]
)
def test_a_picture_that_lies_on_its_side_or_head_is_read(turn: Image.Transpose) -> None:
    found = convert(saved(picture().transpose(turn), "PNG"), "turned.png")
    assert LINES[0] in found.text


def test_the_orientation_that_a_camera_wrote_down_is_heeded() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = convert(saved(picture().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif), "photo.jpg")
    assert LINES[0] in found.text


def test_a_picture_is_read_on_white_where_it_can_be_seen_through() -> None:
    seen = Image.new("RGBA", (1240, 700), (0, 0, 0, 0))
    seen.paste((0, 0, 0, 255), mask=picture().point(lambda value: 255 - value))
    assert LINES[0] in convert(saved(seen, "PNG"), "logo.png").text


def test_a_picture_without_text_says_so() -> None:
    with pytest.raises(ConversionFailed) as refusal:
        convert(saved(Image.radial_gradient("L").resize((600, 600)), "PNG"), "photo.png")
    assert refusal.value.code is FailureCode.NO_TEXT


def test_a_blurred_picture_is_read_with_a_warning_that_gives_the_figure() -> None:
    small = picture().resize((240, 136)).resize((1240, 700))
    found = convert(saved(small, "PNG"), "blurred.png")
    assert any("% sure" in warning for warning in found.warnings)


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    with pytest.raises(ConversionFailed) as refusal:
        convert(bomb, "bomb.png")
    assert refusal.value.code is FailureCode.TOO_LARGE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_half_a_picture_is_damaged(kind: str) -> None:
    content = saved(picture(), kind)
    with pytest.raises(ConversionFailed) as refusal:
        convert(content[: len(content) // 2], "cut")
    assert refusal.value.code is FailureCode.CORRUPT


def test_a_collection_may_switch_ocr_off() -> None:
    with pytest.raises(ConversionFailed) as refusal:
        convert(saved(picture(), "PNG"), "scan.png", settings=ConverterSettings(ocr=Ocr.NEVER))
    assert refusal.value.code is FailureCode.NO_TEXT
    assert "switched off" in refusal.value.detail


def test_a_language_that_is_missing_is_a_warning_that_names_it() -> None:
    settings = ConverterSettings(ocr_languages=("en", "fi"))
    found = convert(saved(picture(), "PNG"), "scan.png", settings=settings)
    assert LINES[0] in found.text
    assert any("Finnish" in warning and "tesseract-ocr-fin" in warning for warning in found.warnings)


def test_pages_beyond_the_limit_of_ocr_are_counted_in_a_warning() -> None:
    frames = [picture([f"This is page number {number}."]) for number in (1, 2, 3)]
    content = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    found = convert(content, "fax.tif", Limits(ocr_pages=2))
    assert len(found.pages) == 2
    assert any("1 of 3 pictured pages" in warning for warning in found.warnings)
