"""A parser that crashes, hangs or eats memory harms no one else."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, FailureCode, Limits


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


def test_it_refuses_what_the_converter_refuses(sandbox: Sandbox) -> None:
    with pytest.raises(ConversionFailed) as refusal:
        sandbox.convert(b"", "empty.txt")
    assert refusal.value.code is FailureCode.EMPTY


def test_one_process_reads_many_files(sandbox: Sandbox) -> None:
    sandbox.convert(b"one", "a.txt")
    first = child(sandbox)
    sandbox.convert(b"two", "b.txt")
    assert child(sandbox) == first


def test_a_killed_process_is_replaced(sandbox: Sandbox) -> None:
    sandbox.convert(b"one", "a.txt")
    os.kill(child(sandbox), signal.SIGKILL)
    time.sleep(0.1)
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


def test_the_parser_sees_no_secret_of_the_worker(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary-7741")
    sandbox.convert(b"one", "a.txt")
    assert b"canary-7741" not in Path(f"/proc/{child(sandbox)}/environ").read_bytes()
