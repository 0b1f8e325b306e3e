"""Convert files in a bounded process: python -m documents.ingest.child, spoken to by the sandbox."""

import ctypes
import gc
import hashlib
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from typing import Any

from documents.ingest.seen import packed, unpacked
from documents.ingest.types import (
    ConversionFailed,
    ConverterSettings,
    Extracted,
    FailureCode,
    Limits,
    Unfinished,
)
from documents.ingest.wire import Answer, Hangup, Request, Task, answer_frame, read_request

CLONE_NEWUSER_AND_NEWNET = 0x10000000 | 0x40000000
OPEN_FILES = 128
# Of so many files it is remembered what was recognised, until they are read to the end.
REMEMBERED_FILES = 4
_Key = tuple[bytes, ConverterSettings]
_seen: dict[_Key, dict[int, Any]] = {}


def main() -> None:
    """Answer conversions until the sandbox hangs up."""
    collect_rarely()
    requests, answers = _take_pipes()
    leave_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    with os.fdopen(requests, "rb") as reader, os.fdopen(answers, "wb") as writer:
        while True:
            try:
                request = read_request(reader.read)
            except Hangup:
                return
            bound(request.limits)
            writer.write(answer_frame(answer(request)))
            writer.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)


def answer(request: Request) -> Answer:
    """Do what is asked, and turn what a parser may do wrong into a refusal."""
    # Imported after the network was left: a process with threads, which numpy starts, cannot leave it.
    from documents.ingest.feeds import read_feed
    from documents.ingest.links import page_links, sitemap_links

    try:
        match request.task:
            case Task.TEXT:
                return _text_of(request)
            case Task.LINKS:
                return page_links(request.content, request.name)
            case Task.SITEMAP:
                return sitemap_links(request.content, request.name, request.limits)
            case Task.FEED:
                return read_feed(request.content, request.name)
    except (ConversionFailed, Unfinished) as failure:
        return failure
    except (MemoryError, RecursionError):
        return ConversionFailed(FailureCode.TOO_LARGE, "Reading the file needs more memory than is allowed.")


def _text_of(request: Request) -> Extracted:
    from documents.ingest.convert import convert

    key = _remembered(request)
    try:
        found = convert(request.content, request.name, request.limits, request.settings, _seen[key])
    except Unfinished as part:
        part.seen = packed(_seen[key], _said(key))
        raise
    del _seen[key]
    return found


def _remembered(request: Request) -> _Key:
    """Return under which key it is kept what earlier rounds recognised of this file, read in this way."""
    key = (hashlib.sha256(request.content).digest(), request.settings)
    # Another process may have read on where this one fell.
    _seen[key] = _seen.pop(key, {}) or (unpacked(request.seen, _said(key)) if request.seen else {})
    for oldest in list(_seen)[:-REMEMBERED_FILES]:
        del _seen[oldest]
    return key


def _said(key: _Key) -> str:
    content, settings = key
    return f"{content.hex()} {json.dumps(asdict(settings), sort_keys=True)}"


def bound(limits: Limits) -> None:
    """Bound memory, processor time and wall time from now on; passing the last two ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, resource.RLIM_INFINITY))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime + limits.wall_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    # Ends a conversion whose sandbox died before it could.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 5)


def collect_rarely() -> None:
    """Look seldom for garbage in circles: a page is made of many small parts, of which none goes in circles."""
    gc.set_threshold(50_000, 20, 20)


def leave_network() -> bool:
    """Move into a network namespace without interfaces; False where the kernel or a container forbids it."""
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(CLONE_NEWUSER_AND_NEWNET) == 0)


def _take_pipes() -> tuple[int, int]:
    # Libraries that print must not write into the answers.
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    return requests, answers


if __name__ == "__main__":
    sys.setrecursionlimit(3_000)
    main()
