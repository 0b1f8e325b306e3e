"""Clouds stand behind fakes here: what is asked of their filesystems, and what their answers mean."""

import base64
import hashlib
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.github import GithubFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from documents.sources.connectors.clouds import service_account
from documents.sources.connectors.files import FileConnector
from documents.sources.connectors.fsspecs import FsspecTree, Library
from documents.sources.connectors.kinds import AZURE, GCS, GITHUB, FileSettings
from documents.sources.types import Item, ItemFailed, SourceFailed, Unchanged

TOKEN = "a-token-of-ada"
SEEN: list[str | None] = []
FILES = {"readme.md": b"# Handbook\n", "hr/leave.md": b"Thirty days.\n"}


class FakeGithub(BaseHTTPRequestHandler):
    """Answer trees and contents as api.github.com does."""

    def do_GET(self) -> None:
        SEEN.append(self.headers.get("Authorization"))
        expected = "Basic " + base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") != expected:
            self._answer(401, {"message": f"Bad credentials {self.headers.get('Authorization')}"})
        elif self.path.startswith("/trees/"):
            self._answer(200, {"tree": list(_tree("hr/" if self.path == "/trees/t1" else ""))})
        elif (content := FILES.get(self.path.removeprefix("/contents/"))) is not None:
            self._answer(200, {"content": base64.b64encode(content).decode(), "download_url": None})
        else:
            self._answer(404, {"message": "Not Found"})

    def _answer(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class says so
        pass


def _tree(prefix: str) -> Iterator[dict[str, Any]]:
    for path, content in FILES.items():
        name = path.removeprefix(prefix)
        if path.startswith(prefix) and "/" not in name:
            sha = hashlib.sha256(content).hexdigest()
            yield {"path": name, "mode": "100644", "type": "blob", "size": len(content), "sha": sha}
    if not prefix:
        yield {"path": "hr", "mode": "040000", "type": "tree", "sha": "t1"}


@pytest.fixture
def fake_github(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeGithub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(GithubFileSystem, "url", base + "/trees/{sha}")
    monkeypatch.setattr(GithubFileSystem, "content_url", base + "/contents/{path}")
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def github(token: str = TOKEN) -> Any:
    settings = {"organisation": "acme", "repository": "handbook", "branch": "main"}
    return GITHUB.create(settings, {"token": token})


def test_github_lists_and_fetches_the_files_of_a_branch(fake_github: None) -> None:
    with closing(github()) as connector:
        items = {item.external_id: item for item in connector.items({})}
        assert set(items) == set(FILES)
        assert connector.fetch(items["hr/leave.md"], "").content == FILES["hr/leave.md"]
        with pytest.raises(Unchanged):
            connector.fetch(items["hr/leave.md"], items["hr/leave.md"].fingerprint)
        with pytest.raises(ItemFailed) as gone:
            connector.fetch(Item(external_id="hr/gone.md", title="gone"), "")
    assert gone.value.code == "not_found"


def test_github_refuses_a_wrong_token_and_nobody_repeats_it(fake_github: None) -> None:
    with closing(github("wrong-token")) as connector, pytest.raises(SourceFailed) as refused:
        list(connector.items({}))
    assert refused.value.code == "unauthorized"
    assert "wrong-token" not in refused.value.detail


def test_github_without_a_token_is_asked_without_those_of_this_machine(
    fake_github: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login x-access-token password {TOKEN}\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    SEEN.clear()
    with closing(github("")) as connector, pytest.raises(SourceFailed):
        list(connector.items({}))
    assert set(SEEN) == {None}


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    filesystem = MemoryFileSystem()
    yield filesystem
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


def test_any_filesystem_of_fsspec_is_read_the_same_way(memory: MemoryFileSystem) -> None:
    memory.pipe({"/bucket/hr/leave.txt": b"Thirty days.\n", "/bucket/hr/old/pay.txt": b"Less.\n"})

    def make() -> Library:
        return Library(
            filesystem=memory, errors=(OSError,), meaning=lambda failure: SourceFailed("failed", "no")
        )

    with closing(FileConnector(FsspecTree(make, "bucket/hr"), FileSettings(exclude=["old"]))) as connector:
        (item,) = connector.items({})
        assert item.external_id == "leave.txt"
        assert connector.fetch(item, "").content == b"Thirty days.\n"
    missing = FileConnector(FsspecTree(make, "bucket/none"), FileSettings())
    with closing(missing), pytest.raises(SourceFailed) as failed:
        list(missing.items({}))
    assert failed.value.code == "not_found"


@pytest.mark.parametrize(
    ("kind", "settings", "module", "package"),
    [
        (GCS, {"bucket": "handbooks"}, "gcsfs", "gcsfs"),
        (AZURE, {"account": "acme", "container": "handbooks"}, "adlfs", "adlfs"),
    ],
)
def test_a_cloud_whose_package_is_missing_names_it(
    kind: Any, settings: Any, module: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with closing(kind.create(settings, {})) as connector, pytest.raises(SourceFailed) as failed:
        list(connector.items({}))
    assert failed.value.code == "missing_package"
    assert package in failed.value.detail


def test_azure_is_not_asked_with_the_keys_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "a-key-of-the-operator")
    connector = AZURE.create({"account": "acme", "container": "handbooks"}, {})
    with closing(connector), pytest.raises(SourceFailed, match="AZURE_STORAGE_ACCOUNT_KEY") as refused:
        list(connector.items({}))
    assert "a-key-of-the-operator" not in refused.value.detail


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"type": "authorized_user", "refresh_token": "x"}',
        '{"type": "external_account", "credential_source": {"file": "/etc/passwd"}}',
        '{"type": "external_account", "credential_source": {"executable": {"command": "/bin/sh"}}}',
    ],
)
def test_only_the_key_of_a_service_account_is_taken(text: str) -> None:
    with pytest.raises(SourceFailed) as refused:
        service_account(text)
    assert refused.value.code == "unauthorized"


def test_a_service_account_asks_google_alone_for_its_tokens() -> None:
    key = {
        "type": "service_account",
        "client_email": "a@b",
        "private_key": "x",
        "token_uri": "http://10.0.0.1/",
    }
    taken = service_account(json.dumps(key | {"universe_domain": "evil.example"}))
    assert taken["token_uri"] == "https://oauth2.googleapis.com/token"
    assert "universe_domain" not in taken
