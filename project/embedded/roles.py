"""Name the processes of `make up`, each with its one command; production runs the same commands."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from project.embedded.installation import HOST, Installation

# A process that is killed is started again this many times in a row, waiting one second longer each time.
START_RETRIES = 20
# A worker ends its turn first (20 seconds), and then the batch that it has begun; one that is idle ends at once.
STOP_SECONDS = 45


@dataclass(frozen=True)
class Role:
    """Say how one process is started and stopped."""

    name: str
    command: tuple[str, ...]
    stop_signal: str = "TERM"
    replaced_by: str = ""


def embedded_roles(installation: Installation) -> tuple[Role, ...]:
    """Return the servers out of wheels, less those that a variable replaces."""
    python = (sys.executable, "-m")
    port = str(installation.ports.llm)
    roles = (
        # INT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
        Role("postgres", (*python, "project.embedded.postgres"), "INT", replaced_by="DATABASE_URL"),
        Role("redis", (*python, "project.embedded.valkey"), replaced_by="REDIS_URL"),
        Role("llm", (*python, "project.embedded.llm", "--port", port), replaced_by="TGI_URLS"),
    )
    return tuple(role for role in roles if not os.environ.get(role.replaced_by))


def product_roles(run: Path, port: int) -> tuple[Role, ...]:
    """Return Raglan's own processes: web, a worker for each kind of work, the schedule, which is kept in `run`."""
    schedule = run / "beat-schedule"
    return (
        Role("web", _tool("uvicorn", "project.asgi:application", *_web_options(port))),
        Role("worker-parse", _celery_worker("parse", "parse", "--concurrency", "2")),
        # Whatever the others do, what a dead one held is given back.
        Role("worker-sweep", _celery_worker("sweep", "sweep", "--pool", "solo")),
        # One model in one process: a pool's children would each load it.
        Role("worker-embed", _celery_worker("embed", "embed", "--pool", "solo")),
        Role("worker-reindex", _celery_worker("reindex", "reindex,evaluate", "--pool", "solo")),
        Role("beat", _tool("celery", "-A", "workers.celery_app", "beat", "--schedule", str(schedule))),
        Role("dramatiq", _dramatiq("webhooks", "mail", threads=8)),
        # Reading sites takes minutes: nobody's mail waits behind it.
        Role("worker-sync", _dramatiq("sync", threads=4)),
    )


def _web_options(port: int) -> tuple[str, ...]:
    return (
        *("--host", HOST, "--port", str(port)),
        *("--loop", "uvloop", "--http", "httptools", "--ws", "websockets-sansio"),
        *("--no-server-header", "--no-access-log", "--timeout-graceful-shutdown", "5"),
    )


def _celery_worker(name: str, queues: str, *pool: str) -> tuple[str, ...]:
    quiet = ("--without-gossip", "--without-mingle")
    return _tool(
        "celery", "-A", "workers.celery_app", "worker", "-Q", queues, "-n", f"{name}@%h", *pool, *quiet
    )


def _dramatiq(*queues: str, threads: int) -> tuple[str, ...]:
    size = ("--processes", "1", "--threads", str(threads))
    return _tool("dramatiq", "workers.dramatiq_app", *size, "--queues", *queues)


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(Path(sys.executable).parent / name), *arguments)
