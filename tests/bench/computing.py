"""Tell what is computed on both sides of the database: other work on the machine does not count."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

from tests import environment


@dataclass(frozen=True, kw_only=True)
class Computed:
    """Hold seconds: by the clock, of this process, and of PostgreSQL."""

    clock: float
    client: float
    server: float

    @property
    def both(self) -> float:
        """Return the seconds of computing on both sides."""
        return self.client + self.server

    def per_chunk(self, chunks: int) -> dict[str, float]:
        """Return chunks a second by the clock, and milliseconds of computing for each."""
        return {
            "chunks_per_second": round(chunks / self.clock, 1),
            "client_cpu_ms": round(1000 * self.client / chunks, 3),
            "postgresql_cpu_ms": round(1000 * self.server / chunks, 3),
            "cpu_ms": round(1000 * self.both / chunks, 3),
        }


def computed() -> Computed:
    """Return what has been computed so far."""
    return Computed(clock=time.perf_counter(), client=time.process_time(), server=_server_seconds())


def computed_since(begun: Computed) -> Computed:
    """Return what has been computed since then."""
    now = computed()
    return Computed(
        clock=now.clock - begun.clock, client=now.client - begun.client, server=now.server - begun.server
    )


def cpu_seconds() -> float:
    """Return what both sides have computed so far."""
    return computed().both


def _server_seconds() -> float:
    pid = (environment.services.folder / "pg" / "postmaster.pid").read_text().split()[0]
    postmaster = psutil.Process(int(pid))
    # Backends that have ended are counted with the process that has waited for them.
    ended = postmaster.cpu_times()
    running = [process.cpu_times() for process in postmaster.children()]
    seconds: float = ended.children_user + ended.children_system
    return seconds + sum(used.user + used.system for used in running)


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each figure over the runs."""
    return {name: round(median(run[name] for run in runs), 3) for name in runs[0]}
