"""Convert files from outside in a process with bounded memory and time, which is replaced when it fails."""

import logging
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO

from documents.ingest.types import (
    AS_USUAL,
    ConversionFailed,
    ConverterSettings,
    Extracted,
    FailureCode,
    Limits,
    Listed,
    ReaderDied,
    Unfinished,
)
from documents.ingest.wire import (
    Hangup,
    Request,
    Task,
    parse_extracted,
    parse_listed,
    read_frame,
    request_frames,
)

logger = logging.getLogger(__name__)

CHILD = ("-m", "documents.ingest.child")
ROOT = Path(__file__).resolve().parents[2]
PIECE_BYTES = 1 << 16
# Libraries keep memory: after this many files the process is replaced.
FILES_PER_PROCESS = 200
LAST_BYTES = 4_000
# And one that holds so much of the memory that is allowed is replaced at once: the next file needs it.
MOST_HELD = 0.6
# How parsers die when an allocation is refused, and how the limits on time end them.
OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGALRM)


class Sandbox:
    """Own one converting process, started with the first file; safe in threads, one file at a time."""

    def __init__(self, limits: Limits | None = None, ocr_languages: tuple[str, ...] = ("en", "de")) -> None:
        """Keep the limits of each conversion, and in which languages pictures are read where nobody says."""
        self._limits = limits or Limits()
        self._ocr_languages = ocr_languages
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._files = 0

    def __enter__(self) -> "Sandbox":
        """Return the sandbox."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def convert(
        self,
        content: bytes,
        filename: str,
        settings: ConverterSettings = AS_USUAL,
        between: Callable[[int, int, bytes], None] | None = None,
        seen: bytes = b"",
    ) -> Extracted:
        """Return the text of a file; raises ConversionFailed, or ReaderDied where another attempt may succeed.

        A file of many pictures is read in rounds, each within the limits; `between` them hears how many were read of
        how many, and what was seen, with which another sandbox goes on; it may raise.
        """
        rounds, read = 0, -1
        while True:
            try:
                return parse_extracted(self._ask(Task.TEXT, content, filename, settings, seen))
            except Unfinished as part:
                rounds += 1
                # A round that read nothing more began anew with another process: that is allowed, but not for ever.
                if part.done <= read and rounds > part.total:
                    raise self._too_slow() from part
                read, seen = max(read, part.done), part.seen or seen
                if between:
                    between(part.done, part.total, seen)

    def links(self, content: bytes, address: str) -> Listed:
        """Return where the page at an address leads; raises as `convert` does."""
        return parse_listed(self._ask(Task.LINKS, content, address, AS_USUAL))

    def sitemap(self, content: bytes, address: str) -> Listed:
        """Return what a sitemap names, packed or not; raises as `convert` does."""
        return parse_listed(self._ask(Task.SITEMAP, content, address, AS_USUAL))

    def feed(self, content: bytes, address: str) -> Listed:
        """Return the entries of a feed; raises as `convert` does."""
        return parse_listed(self._ask(Task.FEED, content, address, AS_USUAL))

    def _ask(
        self, task: Task, content: bytes, name: str, settings: ConverterSettings, seen: bytes = b""
    ) -> bytes:
        if len(content) > self._limits.content_bytes:
            raise ConversionFailed(FailureCode.TOO_LARGE, f"The file has {len(content) // 1_000_000} MB.")
        if not settings.ocr_languages:
            settings = replace(settings, ocr_languages=self._ocr_languages)
        request = Request(
            task=task, content=content, name=name, limits=self._limits, settings=settings, seen=seen
        )
        with self._lock:
            process, answer = self._running(), None
            try:
                answer = self._exchange(process, request_frames(request))
            except TimeoutError as failure:
                raise self._too_slow() from failure
            except (Hangup, BrokenPipeError) as failure:
                last_words = self._last_words()
                raise self._crash(self._end(), last_words) from failure
            finally:
                # Left in the middle, by a signal too: what it still says would be taken for the next file's text.
                if answer is None:
                    self._end()
            self._last_words()  # what a good file made its reader say is not the next one's
            self._files += 1
            if _memory_bytes(process.pid) > MOST_HELD * self._limits.memory_bytes:
                self._end()
        return answer

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        # After a fork the process is the parent's.
        is_ours = self._owner == os.getpid()
        if (
            self._process is not None
            and is_ours
            and self._process.poll() is None
            and self._files < FILES_PER_PROCESS
        ):
            return self._process
        if is_ours:
            self._end()
        # A pipe holds 64 KB; what a chatty parser says beyond it is lost, and it never waits for a reader.
        heard, said = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._process = subprocess.Popen(
            [sys.executable, *CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=ROOT,
            # No secret of the worker's environment is within the parser's reach.
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
            start_new_session=True,
        )
        os.close(said)
        self._process.stderr = os.fdopen(heard, "rb", buffering=0)
        self._owner, self._files = os.getpid(), 0
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], request: bytes) -> bytes:
        pipes = _Pipes(process, deadline=time.monotonic() + self._limits.wall_seconds)
        pipes.write(request)
        return read_frame(pipes.read)

    def _last_words(self) -> str:
        pipe = self._process.stderr if self._process else None
        words = pipe.read() if pipe else None
        return (words or b"")[-LAST_BYTES:].decode("utf-8", "replace")

    def _crash(self, status: int, last_words: str) -> ConversionFailed | ReaderDied:
        if -status in OUT_OF_MEMORY:
            megabytes = self._limits.memory_bytes >> 20
            return ConversionFailed(
                FailureCode.TOO_LARGE, f"Reading the file needs more than {megabytes} MB of memory."
            )
        if -status in OUT_OF_TIME:
            return self._too_slow()
        logger.error("a reader of files died", extra={"status": status, "last_words": last_words})
        return ReaderDied(f"The process that reads files ended with status {status}.")

    def _too_slow(self) -> ConversionFailed:
        detail = f"Reading the file took longer than {self._limits.wall_seconds:.0f} seconds."
        return ConversionFailed(FailureCode.TOO_LARGE, detail)

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return 0
        try:
            # One that hung up is about to die of its own signal, which tells why.
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            process.kill()
        _kill_group(process.pid)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                _close(pipe.close)
        return process.wait()


class _Pipes:
    """Write to and read from a process until a deadline."""

    def __init__(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._stdin, self._stdout, self._deadline = process.stdin, process.stdout, deadline

    def write(self, body: bytes) -> None:
        os.set_blocking(self._stdin.fileno(), False)
        view = memoryview(body)
        while view:
            self._wait(self._stdin, selectors.EVENT_WRITE)
            view = view[os.write(self._stdin.fileno(), view[:PIECE_BYTES]) :]

    def read(self, length: int) -> bytes:
        pieces: list[bytes] = []
        while length:
            self._wait(self._stdout, selectors.EVENT_READ)
            piece = os.read(self._stdout.fileno(), min(length, PIECE_BYTES))
            if not piece:
                break
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    def _wait(self, pipe: IO[bytes], event: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, self._deadline - time.monotonic())):
                raise TimeoutError


def _memory_bytes(process_id: int) -> int:
    """Return how much address space a process takes, which is what its limit counts; 0 where nobody says."""
    try:
        pages = Path(f"/proc/{process_id}/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _kill_group(leader: int) -> None:
    """End what the process started, which is of its session."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except BrokenPipeError:
        return
