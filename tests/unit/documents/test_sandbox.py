"""A parser that crashes, hangs or eats memory harms no one else."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.ingest.sandbox import LAST_BYTES, Sandbox
from documents.ingest.types import ConversionFailed, FailureCode, Limits, ReaderDied


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(wall_seconds=20)) as made:
        yield made


def child(sandbox: Sandbox) -> int:
    assert sandbox._process is not None
    return sandbox._process.pid


def test_it_gives_what_the_converter_gives(sandbox: Sandbox) -> None:
    found = sandbox.convert(b"# Leave\n\nThirty days.", "leave.md")
    assert found.text == "Leave\n\nThirty days."
    assert found.sections[0].path == ("Leave",)


def test_it_reads_the_links_of_a_page(sandbox: Sandbox) -> None:
    found = sandbox.links(b'<a href="leave.html">Leave</a>', "https://example.org/docs/")
    assert found.entries == ({"url": "https://example.org/docs/leave.html"},)


def test_it_refuses_what_the_converter_refuses(sandbox: Sandbox) -> None:
    with pytest.raises(ConversionFailed) as refusal:
        sandbox.convert(b"", "empty.txt")
    assert refusal.value.code is FailureCode.EMPTY


def test_one_process_reads_many_files(sandbox: Sandbox) -> None:
    sandbox.convert(b"one", "a.txt")
    first = child(sandbox)
    sandbox.convert(b"two", "b.txt")
    assert child(sandbox) == first


def test_a_process_that_holds_much_of_the_memory_is_replaced(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.ingest.sandbox.MOST_HELD", 0.01)
    assert sandbox.convert(b"one", "a.txt").text == "one"
    assert sandbox._process is None


def test_a_killed_process_is_replaced(sandbox: Sandbox) -> None:
    sandbox.convert(b"one", "a.txt")
    os.kill(child(sandbox), signal.SIGKILL)
    time.sleep(0.1)
    assert sandbox.convert(b"two", "b.txt").text == "two"


def test_the_answer_that_nobody_waited_for_is_not_taken_for_the_next_file(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(pipes: object, length: int) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("documents.ingest.sandbox._Pipes.read", stop)
    with pytest.raises(KeyboardInterrupt):
        sandbox.convert(b"one", "a.txt")
    monkeypatch.undo()
    assert sandbox.convert(b"two", "b.txt").text == "two"


def test_too_much_time_is_a_refusal_and_others_go_on() -> None:
    with Sandbox(Limits(wall_seconds=0.001)) as sandbox:
        with pytest.raises(ConversionFailed) as refusal:
            sandbox.convert(b"one", "a.txt")
        assert refusal.value.code is FailureCode.TOO_LARGE


def test_too_much_memory_is_a_refusal_and_others_go_on() -> None:
    with Sandbox(Limits(wall_seconds=30, memory_bytes=400 << 20)) as sandbox:
        with pytest.raises(ConversionFailed) as refusal:
            sandbox.convert(b"word " * 30_000_000, "a.txt")
        assert refusal.value.code is FailureCode.TOO_LARGE
        assert sandbox.convert(b"two", "b.txt").text == "two"


@pytest.fixture
def stopped(sandbox: Sandbox) -> Sandbox:
    """Return a sandbox whose process stands still, so that it is surely killed in the middle of a file."""
    sandbox.convert(b"one", "a.txt")
    os.kill(child(sandbox), signal.SIGSTOP)
    return sandbox


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGSEGV])
def test_a_process_that_is_killed_in_the_middle_says_nothing_about_the_file(
    stopped: Sandbox, ended_by: signal.Signals
) -> None:
    pid = child(stopped)

    def end() -> None:
        os.kill(pid, ended_by)
        os.kill(pid, signal.SIGCONT)

    killer = threading.Timer(0.2, end)
    killer.start()
    with pytest.raises(ReaderDied):
        stopped.convert(b"two", "b.txt")
    killer.join()
    assert stopped.convert(b"two", "b.txt").text == "two"


def test_the_last_words_of_a_dead_process_are_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    chatter = "import sys; sys.stderr.write('x' * 300_000 + 'no such font')"
    monkeypatch.setattr("documents.ingest.sandbox.CHILD", ("-c", chatter))
    with Sandbox() as sandbox, pytest.raises(ReaderDied):
        sandbox.convert(b"one", "a.txt")
    assert 0 < len(vars(caplog.records[-1])["last_words"]) <= LAST_BYTES


def test_the_parser_sees_no_secret_of_the_worker(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary-7741")
    sandbox.convert(b"one", "a.txt")
    assert b"canary-7741" not in Path(f"/proc/{child(sandbox)}/environ").read_bytes()
