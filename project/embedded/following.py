"""Print the lines that the logs gain, each after its role's name."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

PAUSE_SECONDS = 0.3


def follow_logs(folder: Path, roles: Iterable[str]) -> None:
    """Print new lines of each role's log until interrupted."""
    width = max(len(role) for role in roles)
    tails = {role: new_lines(folder / f"{role}.log") for role in roles}
    while True:
        for role, tail in tails.items():
            for line in next(tail):
                print(f"{role:<{width}} | {line}", flush=True)
        time.sleep(PAUSE_SECONDS)


def new_lines(path: Path) -> Iterator[list[str]]:
    """Yield, each time, the whole lines written since the last; begin anew where the log was rotated."""
    position = path.stat().st_size if path.exists() else 0
    while True:
        text = ""
        if path.exists():
            position = 0 if path.stat().st_size < position else position
            with path.open(errors="replace") as file:
                file.seek(position)
                text = file.read()
            whole = text.rfind("\n") + 1
            position += len(text[:whole].encode(errors="replace"))
            text = text[:whole]
        yield text.splitlines()
