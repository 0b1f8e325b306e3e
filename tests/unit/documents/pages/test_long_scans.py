"""A scan of many pages is read in rounds, and the program that reads its pictures never outlives its reader."""

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
from PIL import Image

from documents.ingest import child
from documents.ingest.convert import convert
from documents.ingest.pages.ocr import Reader
from documents.ingest.pages.types import Recognised
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, ConverterSettings, Limits, ReaderDied, Unfinished
from documents.ingest.wire import Request, Task, answer_frame, read_frame
from tests.unit.documents.pages.drawn import pdf, picture, saved, scan, text

NUMBERS = range(1, 5)
LONG = pdf(text("Typed page."), *(scan(picture([f"Scanned page number {number}."])) for number in NUMBERS))


@pytest.fixture
def short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each round end after its first picture."""
    monkeypatch.setattr("documents.ingest.convert.ROUND_SHARE", 0)
    monkeypatch.setattr(child, "_seen", {})


def ask(
    sandbox: Sandbox, task: Task, content: bytes, name: str, settings: ConverterSettings, seen: bytes
) -> bytes:
    """Answer in this process what the sandbox asks of another."""
    request = Request(task=task, content=content, name=name, limits=Limits(), settings=settings, seen=seen)
    left = memoryview(answer_frame(child.answer(request)))

    def read(length: int) -> bytes:
        nonlocal left
        piece, left = bytes(left[:length]), left[length:]
        return piece

    return read_frame(read)


@pytest.mark.usefixtures("short_rounds")
def test_what_was_read_in_one_round_is_there_in_the_next() -> None:
    seen: dict[int, object] = {}
    for done in (1, 2, 3):
        with pytest.raises(Unfinished) as part:
            convert(LONG, "long.pdf", seen=seen)
        assert (part.value.done, part.value.total) == (done, 4)
    assert "Scanned page number 4." in convert(LONG, "long.pdf", seen=seen).text


@pytest.mark.usefixtures("short_rounds")
def test_the_sandbox_goes_on_until_all_is_read_and_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Sandbox, "_ask", ask)
    heard: list[tuple[int, int]] = []
    found = Sandbox().convert(LONG, "long.pdf", ConverterSettings(), lambda *read: heard.append(read[:2]))
    assert heard == [(1, 4), (2, 4), (3, 4)]
    assert all(f"Scanned page number {number}." in found.text for number in NUMBERS)


@pytest.mark.usefixtures("short_rounds")
def test_nobody_reads_on_when_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sandbox, "_ask", ask)

    def stop(done: int, total: int, seen: bytes) -> None:
        raise LookupError(f"{done} of {total}")

    with pytest.raises(LookupError, match="1 of 4"):
        Sandbox().convert(LONG, "long.pdf", ConverterSettings(), stop)


@pytest.mark.usefixtures("short_rounds")
def test_another_process_goes_on_where_one_fell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sandbox, "_ask", ask)
    kept = seen_after_rounds(2)
    looked: list[int] = []
    monkeypatch.setattr(child, "_seen", {})
    recognise = Reader._recognise

    def look(reader: Reader, picture: Image.Image, dpi: float) -> Recognised:
        looked.append(1)
        return recognise(reader, picture, dpi)

    monkeypatch.setattr(Reader, "_recognise", look)
    found = Sandbox().convert(LONG, "long.pdf", seen=kept)
    assert len(looked) == 2
    assert all(f"Scanned page number {number}." in found.text for number in NUMBERS)


@pytest.mark.usefixtures("short_rounds")
def test_what_was_seen_of_another_file_or_in_another_way_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Sandbox, "_ask", ask)
    kept, counts = seen_after_rounds(2), list[int]()

    def stop(done: int, total: int, seen: bytes) -> None:
        counts.append(done)
        raise LookupError

    for settings, seen in (
        (ConverterSettings(ocr_languages=("de",)), kept),
        (ConverterSettings(), kept[:-9]),
    ):
        monkeypatch.setattr(child, "_seen", {})
        with suppress(LookupError):
            Sandbox().convert(LONG, "long.pdf", settings, stop, seen)
    assert counts == [1, 1]


def seen_after_rounds(rounds: int) -> bytes:
    """Return what a process that ends after so many rounds has seen."""
    kept: list[bytes] = []

    def keep(done: int, total: int, seen: bytes) -> None:
        kept.append(seen)
        if done == rounds:
            raise LookupError

    with suppress(LookupError):
        Sandbox().convert(LONG, "long.pdf", between=keep)
    return kept[-1]


def test_a_scan_that_is_read_again_in_another_language_is_looked_at_again() -> None:
    letter = pdf(scan(picture(["Die Straße nach Süden ist für Fußgänger gesperrt."])))
    with Sandbox() as sandbox:
        english, german = (
            sandbox.convert(letter, "letter.pdf", ConverterSettings(ocr_languages=(code,))).text
            for code in ("en", "de")
        )
    assert german != english


@pytest.mark.usefixtures("short_rounds")
def test_what_was_seen_is_forgotten_once_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sandbox, "_ask", ask)
    Sandbox().convert(LONG, "long.pdf")
    assert child._seen == {}


@pytest.fixture
def recognising() -> Iterator[tuple[Sandbox, psutil.Process]]:
    """Return a sandbox in the middle of a scan, and the program that looks at its picture."""
    frames = [picture() for _ in range(40)]
    content = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with Sandbox(Limits(wall_seconds=60)) as sandbox:
        thread = threading.Thread(target=_convert, args=(sandbox, content))
        thread.start()
        yield sandbox, _program(sandbox)
        if sandbox._process:
            sandbox._process.kill()
        thread.join()


def _convert(sandbox: Sandbox, content: bytes) -> None:
    try:
        sandbox.convert(content, "fax.tif")
    except (ReaderDied, ConversionFailed):
        return


def _program(sandbox: Sandbox) -> psutil.Process:
    for _ in range(600):
        reader = sandbox._process
        for program in psutil.Process(reader.pid).children() if reader else ():
            if "tesseract" in program.name():
                return program
        time.sleep(0.05)
    raise AssertionError("no picture is looked at")


def test_the_program_that_recognises_is_bounded_and_dies_with_its_reader(
    recognising: tuple[Sandbox, psutil.Process],
) -> None:
    sandbox, program = recognising
    assert sandbox._process is not None
    memory, _ = resource.prlimit(program.pid, resource.RLIMIT_AS)
    assert memory <= Limits().memory_bytes
    assert resource.prlimit(program.pid, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(program.pid, resource.RLIMIT_CPU)[0] <= 60
    sandbox._process.kill()
    assert psutil.wait_procs([program], timeout=3)[1] == []
