"""Say what is done, and what is missing, in one line each; standard library only."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SHOWN_LINES = 12
ROOT = Path(__file__).resolve().parent.parent.parent


class NeedMissing(Exception):
    """Something that the machine must have is not there; the message says what and how to get it."""


def say(line: str) -> None:
    """Print one line at once."""
    print(line, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    say(f"· {what}")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds >= 1:
        say(f"  {what}: {seconds:.0f} s")


def run(
    command: Sequence[str], *, what: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> None:
    """Run a command; where it fails, show its first and last lines and raise NeedMissing."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(_ends(done.stdout), file=sys.stderr)
        raise NeedMissing(f"{what} failed (exit {done.returncode}); what it said is above")


def _ends(text: str) -> str:
    # npm says what is wrong first, Python last.
    lines = text.strip().splitlines()
    return "\n".join(
        lines if len(lines) <= 2 * SHOWN_LINES else [*lines[:SHOWN_LINES], "…", *lines[-SHOWN_LINES:]]
    )


def exit_with_need(action: Callable[[], int]) -> int:
    """Run an action; turn what is missing into one line and exit code 2."""
    try:
        return action()
    except NeedMissing as need:
        print(f"raglan: {need}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
