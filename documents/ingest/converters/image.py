"""Read pictures by OCR: one page for each frame of a TIFF, the first one of what is animated."""

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import ExifTags, Image, ImageOps

from documents.ingest.clean import clean_line
from documents.ingest.draft import Draft
from documents.ingest.pages.lines import Page
from documents.ingest.pages.ocr import Reader
from documents.ingest.pages.pictured import items_of
from documents.ingest.pages.writing import write_pages
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
# Unpacked; a scan of A4 at 600 dots an inch in colour has 105 MB.
MOST_BYTES = 240_000_000
# What is smaller holds no letters, and is a pixel that counts visitors, or a line.
LEAST_SIDE = 8
DAMAGES = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, TypeError, OverflowError)


def convert_image(source: Source) -> Extracted:
    """Read the text in a picture; raises ConversionFailed for damaged and too large ones, and where there is none."""
    # Its own guard only warns; sizes are checked here, before anything is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    reader = Reader(source)
    if reader.is_off:
        raise ConversionFailed(FailureCode.NO_TEXT, "The file is a picture, and OCR is switched off.")
    with _open(source.content) as image:
        frames = _frames(image, source.limits.pages)
        seen = reader.read(range(1, frames + 1), _drawing(image))
        properties = _properties(image)
    warnings = reader.warnings(seen, frames)
    pages = [Page(number=number, items=tuple(items_of(found))) for number, found in seen.items()]
    if not any(page.items for page in pages):
        raise ConversionFailed(
            FailureCode.NO_TEXT, " ".join(["OCR found no text in the picture.", *warnings])
        )
    draft = Draft()
    draft.warnings += warnings
    write_pages(draft, pages, source.limits.text_characters)
    return draft.finish("", properties)


def _open(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except DAMAGES as failure:
        raise _damaged() from failure


def _damaged() -> ConversionFailed:
    return ConversionFailed(FailureCode.CORRUPT, "The picture is damaged and cannot be read.")


def _frames(image: Image.Image, most: int) -> int:
    if image.format != "TIFF":
        return 1
    try:
        frames = int(getattr(image, "n_frames", 1))
    except DAMAGES as failure:
        raise _damaged() from failure
    if frames > most:
        raise ConversionFailed(FailureCode.TOO_LARGE, f"The file has {frames} pages.")
    return frames


def _drawing(image: Image.Image) -> Callable[[int], tuple[Image.Image, float]]:
    def draw(number: int) -> tuple[Image.Image, float]:
        try:
            if number > 1 or image.format == "TIFF":
                image.seek(number - 1)
            _check_size(image)
            return _grey(ImageOps.exif_transpose(image)), _dpi(image)
        except DAMAGES as failure:
            raise _damaged() from failure

    return draw


def _dpi(image: Image.Image) -> float:
    told: Any = image.info.get("dpi")
    across: Any = told[0] if told else 0.0
    return float(across)


def _check_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels * len(image.getbands()) > MOST_BYTES:
        detail = f"The picture has {pixels // 1_000_000} million points, more than may be read."
        raise ConversionFailed(FailureCode.TOO_LARGE, detail)
    if min(image.size) < LEAST_SIDE:
        raise ConversionFailed(FailureCode.NO_TEXT, "The picture is too small to hold text.")


def _grey(image: Image.Image) -> Image.Image:
    """Return a picture in shades of grey, on white where it can be seen through."""
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        deep = np.asarray(image, dtype=np.float32)
        deep = (deep - deep.min()) * (255 / max(1.0, float(deep.max() - deep.min())))
        return Image.fromarray(deep.astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("L")


def _properties(image: Image.Image) -> dict[str, str]:
    try:
        tags = image.getexif()
        told = {
            name: clean_line(str(tags.get(name, "")))[:300]
            for name in (ExifTags.Base.Artist, ExifTags.Base.DateTime)
        }
    except DAMAGES:
        return {}
    # As EXIF writes it: 2024:01:31 12:00:00
    date = told[ExifTags.Base.DateTime][:10].replace(":", "-")
    return {"author": told[ExifTags.Base.Artist], "date": date if date[:4].isdigit() else ""}
