"""Draw pictures and PDF files for tests."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LINES = (
    "Parental leave is twelve weeks for each parent.",
    "Hotels cost up to 120 EUR a night in Berlin.",
    "Ask Ingrid Vashti for the reference TRX-7741.",
)


def picture(lines: Sequence[str] = LINES, *, size: tuple[int, int] = (1240, 700)) -> Image.Image:
    """Return lines as a scanner sees them at 150 dots an inch."""
    image = Image.new("L", size, "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=34)
    for number, line in enumerate(lines):
        pen.text((90, 80 + 70 * number), line, "black", font)
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def pdf(*pages: Callable[[Canvas], None], **options: Any) -> bytes:
    """Return a PDF file whose pages are drawn so."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scan(image: Image.Image) -> Callable[[Canvas], None]:
    """Return what draws a page that is a picture."""

    def draw(canvas: Canvas) -> None:
        height = 595 * image.height / image.width
        canvas.drawImage(ImageReader(image), 0, 842 - height, 595, height)

    return draw


def text(*lines: str, size: float = 11, x: float = 72, y: float = 760) -> Callable[[Canvas], None]:
    """Return what writes lines on a page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, line in enumerate(lines):
            canvas.drawString(x, y - 1.3 * size * number, line)

    return draw


def both(*draws: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Return what draws all of these on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw
