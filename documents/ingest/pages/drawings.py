"""See what is drawn on a PDF page beside its text: straight lines, and pictures."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from documents.ingest.pages.types import Box

# A page of more paths, or a path of more points, is a drawing or a map.
MOST_OBJECTS, MOST_PATHS, MOST_POINTS = 20_000, 2_000, 400
STRAIGHT = 0.7
MOST_DEPTH = 3


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Carry the straight lines of a page in its own coordinates, y upwards, and what else is on it."""

    lines: tuple[Box, ...] = ()
    # The share of the page that its largest picture covers.
    pictured: float = 0.0
    has_paths: bool = False


class _Seen:
    def __init__(self) -> None:
        self.lines: list[Box] = []
        self.paths = self.objects = 0
        self.pictured = 0.0


def look_at(page: pypdfium2.PdfPage) -> Drawn:
    """Return what is drawn on a page."""
    seen = _Seen()
    left, bottom, right, top = page.get_cropbox()
    area = max(1.0, (right - left) * (top - bottom))
    for place in range(min(MOST_OBJECTS, raw.FPDFPage_CountObjects(page.raw))):
        _look(raw.FPDFPage_GetObject(page.raw, place), seen, (1, 0, 0, 1, 0, 0), 0)
    lines = seen.lines if seen.paths <= MOST_PATHS else []
    return Drawn(lines=tuple(lines), pictured=min(1.0, seen.pictured / area), has_paths=seen.paths > 0)


Affine = tuple[float, float, float, float, float, float]


def _look(drawn: raw.FPDF_PAGEOBJECT, seen: _Seen, within: Affine, depth: int) -> None:
    seen.objects += 1
    match raw.FPDFPageObj_GetType(drawn):
        case raw.FPDF_PAGEOBJ_PATH:
            seen.paths += 1
            if seen.paths <= MOST_PATHS:
                seen.lines += _straight(drawn, _times(_matrix(drawn), within))
        case raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, _, _ = _times(_matrix(drawn), within)
            seen.pictured = max(seen.pictured, abs(a * d - b * c))
        case raw.FPDF_PAGEOBJ_FORM if depth < MOST_DEPTH and seen.objects < MOST_OBJECTS:
            inner = _times(_matrix(drawn), within)
            for place in range(min(MOST_OBJECTS, max(0, raw.FPDFFormObj_CountObjects(drawn)))):
                _look(raw.FPDFFormObj_GetObject(drawn, place), seen, inner, depth + 1)


def _matrix(drawn: raw.FPDF_PAGEOBJECT) -> Affine:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, found):
        return 1, 0, 0, 1, 0, 0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Affine, outer: Affine) -> Affine:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _straight(path: raw.FPDF_PAGEOBJECT, matrix: Affine) -> Iterator[Box]:
    """Yield the upright and level lines of a path; what has width and is filled has edges like any frame."""
    points = list(_points(path, matrix))
    start = points[0][1:] if points else (0.0, 0.0)
    last = start
    for kind, x, y in points:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = last = (x, y)
            continue
        if kind == raw.FPDF_SEGMENT_LINETO:
            yield from _line(last, (x, y))
        last = (x, y)
    if len(points) > 2:
        yield from _line(last, start)


def _points(path: raw.FPDF_PAGEOBJECT, matrix: Affine) -> Iterator[tuple[int, float, float]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(MOST_POINTS, raw.FPDFPath_CountSegments(path))):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            # What is curved is a drawing, and most of them end here at once.
            return
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            yield kind, a * x.value + c * y.value + e, b * x.value + d * y.value + f


def _line(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    box = Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
    if min(box.width, box.height) <= STRAIGHT < max(box.width, box.height):
        yield box
