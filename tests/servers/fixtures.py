"""Start each server once, and give every test an empty place on it."""

import atexit
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.servers import places
from tests.servers.certificates import make_certificate
from tests.servers.git import GitServer, Repository
from tests.servers.imap import ImapServer
from tests.servers.places import Place
from tests.servers.s3 import S3Server
from tests.servers.smb import SmbServer
from tests.servers.ssh import SshServer
from tests.servers.webdav import WebdavServer


@pytest.fixture
def open_loopback(settings: Any) -> None:
    """Let sources reach the servers of the tests."""
    settings.SOURCES_ALLOW_NETWORKS = ("127.0.0.0/8",)


@pytest.fixture
def folder_place(tmp_path: Path, settings: Any) -> Place:
    root = tmp_path / "open" / "handbook"
    root.mkdir(parents=True)
    settings.SOURCES_FOLDERS = (tmp_path / "open",)
    return places.folder_place(root)


@pytest.fixture
def ssh_server(tmp_path: Path) -> Iterator[SshServer]:
    root = tmp_path / "ssh"
    (root / "handbook").mkdir(parents=True)
    server = SshServer(root).start()
    yield server
    server.stop()


@pytest.fixture
def sftp_place(ssh_server: SshServer, open_loopback: None) -> Place:
    return places.sftp_place(ssh_server)


@cache
def _one_s3_server() -> S3Server:
    """Start moto once, however many folders of tests ask for it: its buckets and users are the whole process's."""
    server = S3Server().start()
    atexit.register(server.stop)
    return server


@pytest.fixture(scope="session")
def s3_server() -> S3Server:
    return _one_s3_server()


@pytest.fixture
def s3_place(s3_server: S3Server, open_loopback: None) -> Place:
    s3_server.empty()
    return places.s3_place(s3_server)


@pytest.fixture
def smb_place(tmp_path: Path, open_loopback: None) -> Iterator[Place]:
    root = tmp_path / "smb"
    root.mkdir()
    server = SmbServer(root).start()
    yield places.smb_place(server, root)
    server.stop()


@pytest.fixture
def webdav_place(tmp_path: Path, open_loopback: None) -> Iterator[Place]:
    root = tmp_path / "webdav"
    root.mkdir()
    server = WebdavServer(root).start()
    yield places.webdav_place(server, root)
    server.stop()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "git"
    folder.mkdir()
    return Repository(folder)


@pytest.fixture
def git_place(repository: Repository, open_loopback: None) -> Iterator[Place]:
    server = GitServer(repository.bare.parent).start()
    yield places.git_place(server, repository)
    server.stop()


@pytest.fixture
def git_ssh_place(ssh_server: SshServer, open_loopback: None) -> Place:
    return places.git_ssh_place(ssh_server, Repository(ssh_server.root))


@pytest.fixture(scope="session")
def imap_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ImapServer, Path]]:
    certificate, key = make_certificate(tmp_path_factory.mktemp("imap"))
    server = ImapServer(certificate, key).start()
    yield server, certificate
    server.stop()


@pytest.fixture
def mailbox(
    imap_server: tuple[ImapServer, Path], open_loopback: None, monkeypatch: pytest.MonkeyPatch
) -> Place:
    server, certificate = imap_server
    # What OpenSSL itself reads: the machine vouches for the server.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.empty()
    return places.mailbox(server)
