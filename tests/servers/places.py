"""Fill each kind of place that a source can read, as its own people would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.sources.connectors import kinds
from documents.sources.kinds import Kind
from documents.sources.types import Connector
from tests.servers import git, imap, s3, smb, ssh, webdav
from tests.servers.ports import free_port


@dataclass(kw_only=True)
class Place:
    """Hold what a source of this kind needs, right and wrong."""

    kind: Kind
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict)
    wrong_secrets: Mapping[str, str] = field(default_factory=dict)
    # Settings that lead to a port at which nobody listens.
    unreachable: Mapping[str, Any] = field(default_factory=dict)
    # Settings of a folder that is not there.
    missing: Mapping[str, Any] = field(default_factory=dict)

    def connector(self, **changed: Any) -> Connector:
        return self.kind.create({**self.settings, **changed}, self.secrets)

    def put(self, path: str, content: bytes) -> None:
        raise NotImplementedError

    def remove(self, path: str) -> None:
        raise NotImplementedError

    def id_of(self, path: str) -> str:
        return path

    def holds(self, content: bytes, path: str, fetched: bytes) -> bool:
        return fetched == content


@dataclass(kw_only=True)
class FolderPlace(Place):
    """Be filled through the folder of this machine that the server shows."""

    root: Path

    def put(self, path: str, content: bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()


@dataclass(kw_only=True)
class ServedPlace(Place):
    """Be filled through the server itself."""

    server: Any

    def put(self, path: str, content: bytes) -> None:
        self.server.put(path, content)

    def remove(self, path: str) -> None:
        self.server.remove(path)


@dataclass(kw_only=True)
class Mailbox(ServedPlace):
    """Hold mails, which are named by their Message-ID."""

    def id_of(self, path: str) -> str:
        return f"<{path}@example.com>"

    def holds(self, content: bytes, path: str, fetched: bytes) -> bool:
        return fetched == imap.mail(path, content)


def folder_place(root: Path) -> Place:
    missing = {"path": f"{root}/none"}
    return FolderPlace(kind=kinds.FOLDER, settings={"path": str(root)}, missing=missing, root=root)


def sftp_place(server: ssh.SshServer) -> Place:
    return FolderPlace(
        kind=kinds.SFTP,
        root=server.root / "handbook",
        settings={
            "host": "127.0.0.1",
            "port": server.port,
            "username": ssh.USER,
            "host_key": server.host_key,
            "path": "/handbook",
        },
        secrets={"password": ssh.PASSWORD},
        wrong_secrets={"password": "wrong-password-of-ada"},
        unreachable={"port": free_port()},
        missing={"path": "/none"},
    )


def s3_place(server: s3.S3Server) -> Place:
    return ServedPlace(
        kind=kinds.S3,
        server=server,
        settings={"bucket": server.bucket, "endpoint": server.endpoint},
        secrets={"access_key": server.access_key, "secret_key": server.secret_key},
        wrong_secrets={"access_key": server.access_key, "secret_key": "wrong-secret-key"},
        unreachable={"endpoint": f"http://127.0.0.1:{free_port()}"},
        missing={"bucket": "none-of-these"},
    )


def smb_place(server: smb.SmbServer, root: Path) -> Place:
    return FolderPlace(
        kind=kinds.SMB,
        root=root,
        settings={"host": "127.0.0.1", "port": server.port, "share": smb.SHARE, "username": smb.USER},
        secrets={"password": smb.PASSWORD},
        wrong_secrets={"password": "wrong-password-of-ada"},
        unreachable={"port": free_port()},
        missing={"path": "none"},
    )


def webdav_place(server: webdav.WebdavServer, root: Path) -> Place:
    return FolderPlace(
        kind=kinds.WEBDAV,
        root=root,
        settings={"address": server.address, "username": webdav.USER},
        secrets={"password": webdav.PASSWORD},
        wrong_secrets={"password": "wrong-password-of-ada"},
        unreachable={"address": f"http://127.0.0.1:{free_port()}/files"},
        missing={"address": f"{server.address}/none"},
    )


def git_place(server: git.GitServer, repository: git.Repository) -> Place:
    address = f"http://127.0.0.1:{server.port}/{repository.bare.name}"
    return ServedPlace(
        kind=kinds.GIT,
        server=repository,
        settings={"address": address, "username": git.USER},
        secrets={"password": git.TOKEN},
        wrong_secrets={"password": "wrong-token-of-ada"},
        unreachable={"address": f"http://127.0.0.1:{free_port()}/handbook.git"},
        missing={"branch": "none"},
    )


def git_ssh_place(server: ssh.SshServer, repository: git.Repository) -> Place:
    name = repository.bare.name
    return ServedPlace(
        kind=kinds.GIT,
        server=repository,
        settings={
            "address": f"ssh://{ssh.USER}@127.0.0.1:{server.port}/{name}",
            "host_key": server.host_key,
        },
        secrets={"private_key": server.private_key},
        wrong_secrets={"password": "wrong-password-of-ada"},
        unreachable={"address": f"ssh://{ssh.USER}@127.0.0.1:{free_port()}/{name}"},
        missing={"path": "none"},
    )


def mailbox(server: imap.ImapServer) -> Place:
    return Mailbox(
        kind=kinds.IMAP,
        server=server,
        settings={"host": "127.0.0.1", "port": server.port, "security": "starttls", "username": imap.USER},
        secrets={"password": imap.PASSWORD},
        wrong_secrets={"password": "wrong-password-of-ada"},
        unreachable={"port": free_port()},
        missing={"folders": ["None"]},
    )
