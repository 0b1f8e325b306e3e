"""Become a role's command, after ending what its predecessor left: `… launch FILE COMMAND…`.

A main process that was killed leaves its children, and two sets of workers would meet. The supervisor gives
each command a process group of its own, and the file remembers the group.
"""

import os
import signal
import sys
from pathlib import Path

import psutil

WAIT_SECONDS = 5.0


def main() -> None:
    """End the group that the file names, write our own, become the command."""
    file, command = Path(sys.argv[1]), sys.argv[2:]
    end_group(file)
    own = psutil.Process()
    write_whole(file, f"{own.pid} {own.create_time()}")
    os.execv(command[0], command)  # noqa: S606 - no shell is meant


def write_whole(file: Path, text: str) -> None:
    """Write a file so that nobody ever reads a part of it."""
    part = file.with_suffix(".part")
    part.write_text(text)
    part.replace(file)


def end_group(file: Path) -> None:
    """Kill what is left of the process group that a file names, and wait for it."""
    if not file.exists():
        return
    # Empty where the machine went down while it was written.
    pid, _, created = file.read_text().partition(" ")
    left = _members(int(pid), float(created)) if pid and created else []
    for process in left:
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(left, timeout=WAIT_SECONDS)
    file.unlink(missing_ok=True)


def _members(group: int, created: float) -> list[psutil.Process]:
    # A group's number is not given to a new process while members live; after that it may be anyone's.
    if psutil.pid_exists(group) and abs(psutil.Process(group).create_time() - created) > 1:
        return []
    return [process for process in psutil.process_iter() if _group(process.pid) == group != os.getpid()]


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return 0


if __name__ == "__main__":
    main()
