"""Read the files of a Git repository: a shallow copy of one branch, by dulwich, which runs no hook and no program."""

import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import paramiko
from dulwich.client import (
    FetchPackResult,
    GitClient,
    HTTPUnauthorized,
    SSHGitClient,
    SSHVendor,
    Urllib3HttpGitClient,
)
from dulwich.errors import GitProtocolError, HangupException, NotGitRepository
from dulwich.object_store import DiskObjectStore
from dulwich.objects import Blob, Commit, ObjectID, Tag, Tree
from urllib3 import PoolManager

from documents.sources.connectors.files import Entry, FileConnector, Opened, under
from documents.sources.connectors.kinds import GitSettings
from documents.sources.connectors.names import name_of, raw_of
from documents.sources.connectors.packs import check_pack
from documents.sources.connectors.patterns import Choice
from documents.sources.connectors.pooled import pool_manager
from documents.sources.connectors.reaching import Reach
from documents.sources.connectors.ssh import open_transport
from documents.sources.types import ItemFailed, SourceFailed

CLONE_SECONDS = 900.0
# A tree that holds itself ten times over in each of ten levels has 10¹⁰ files.
MOST_ENTRIES = 2_000_000
LFS = b"version https://git-lfs.github.com/spec/v1"
# Where hosts show a file; HEAD is the default branch at all of them.
LINKS = {
    "github.com": "https://github.com{repo}/blob/{branch}/{{path}}",
    "gitlab.com": "https://gitlab.com{repo}/-/blob/{branch}/{{path}}",
    "bitbucket.org": "https://bitbucket.org{repo}/src/{branch}/{{path}}",
    "codeberg.org": "https://codeberg.org{repo}/src/branch/{branch}/{{path}}",
}
WITHOUT_FILES = b"blob:none"


def create(settings: GitSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a repository."""
    link = settings.link or _link(settings)
    return FileConnector(GitTree(settings, secrets), settings.model_copy(update={"link": link}))


class GitTree:
    """Hold the branch's tree with the first question, and its files once one of them is read."""

    def __init__(self, settings: GitSettings, secrets: Mapping[str, str]) -> None:
        """Keep where to go."""
        self._settings = settings
        self._secrets = secrets
        self._reach = Reach(whole_seconds=CLONE_SECONDS)
        self._pools = pool_manager(self._reach)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._store: DiskObjectStore | None = None
        self._tree: bytes | None = None
        self._has_files = False

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the files of the branch; submodules and links are left."""
        root = self._root(WITHOUT_FILES)
        waiting, count = [("", root)], 0
        while waiting:
            prefix, tree = waiting.pop()
            for name, mode, blob in self._entries(tree):
                count += 1
                if count > MOST_ENTRIES:
                    raise SourceFailed("too_large", f"The branch holds more than {MOST_ENTRIES} files.")
                path = prefix + name_of(name)
                if choice.shuts(path):
                    continue
                if stat.S_ISREG(mode):
                    yield Entry(path=path, fingerprint=blob.decode())
                elif stat.S_ISDIR(mode) and self._settings.recursive:
                    waiting.append((f"{path}/", blob))

    @contextmanager
    def open(self, path: str, known: str) -> Iterator[Opened]:
        """Open a file of the branch as it is now."""
        under("", path)
        blob = self._find(self._root(WITHOUT_FILES), path)
        if blob.decode() == known:
            yield Opened(fingerprint=known, parts=iter(()))
            return
        content = self._content(blob)
        if content.startswith(LFS):
            raise ItemFailed("not_supported", "The file is kept with Git LFS, which is not read.")
        yield Opened(fingerprint=blob.decode(), size_bytes=len(content), parts=iter((content,)))

    def close(self) -> None:
        """Remove the copy."""
        self._pools.clear()
        self._reach.close()
        if self._store is not None:
            self._store.close()
        if self._folder is not None:
            self._folder.cleanup()

    def _entries(self, tree: bytes) -> list[tuple[bytes, int, bytes]]:
        found = self._object(tree)
        if not isinstance(found, Tree):
            raise SourceFailed("failed", "The repository is damaged.")
        return [(row.path, row.mode, row.sha) for row in found.items()]

    def _content(self, blob: bytes) -> bytes:
        if not self._has_files and not self._holds(blob):
            self._clone(b"blob:limit=%d" % (self._settings.size_limit_bytes + 1))
            self._has_files = True
        found = self._object(blob) if self._holds(blob) else None
        if not isinstance(found, Blob):
            # What is above the limit does not come, where the server can leave it out.
            raise ItemFailed("too_large", f"The file is larger than {self._settings.size_limit_mb} MB.")
        return found.data

    def _find(self, tree: bytes, path: str) -> bytes:
        *folders, last = path.split("/")
        for folder in folders:
            tree = self._child(tree, folder, stat.S_ISDIR)
        return self._child(tree, last, stat.S_ISREG)

    def _child(self, tree: bytes, name: str, is_kind: Any) -> bytes:
        raw = raw_of(name)
        for child, mode, sha in self._entries(tree):
            if child == raw and is_kind(mode):
                return sha
        raise ItemFailed("not_found", "The file is no longer in the branch.")

    def _root(self, filter_spec: bytes) -> bytes:
        """Return the tree of the folder that is read."""
        if self._tree is None:
            self._tree = self._clone(filter_spec)
        return self._tree

    def _clone(self, filter_spec: bytes) -> bytes:
        with self._reach.within("Copying the repository"), self._told():
            commit = self._fetched(filter_spec)
            found = self._object(commit)
            while isinstance(found, Tag):
                found = self._object(found.object[1])
            if not isinstance(found, Commit):
                raise SourceFailed("failed", "The repository is damaged.")
            return self._folder_of(found.tree)

    def _folder_of(self, tree: bytes) -> bytes:
        for name in filter(None, self._settings.path.split("/")):
            try:
                tree = self._child(tree, name_of(name.encode()), stat.S_ISDIR)
            except ItemFailed as missing:
                raise SourceFailed(
                    "not_found", f"The branch has no folder {self._settings.path}."
                ) from missing
        return tree

    def _fetched(self, filter_spec: bytes) -> bytes:
        """Take the newest commit alone, and return its id."""
        client, path = _client(self._settings, self._secrets, self._reach, self._pools)
        wanted: list[bytes] = []

        def determine_wants(refs: Mapping[bytes, bytes], depth: int | None = None) -> list[bytes]:
            # The dumb protocol reads object after object into memory, without limits.
            if getattr(client, "dumb", False):
                raise SourceFailed("failed", "The server speaks only Git's old protocol for plain files.")
            wanted[:] = [_chosen(refs, self._settings.branch)]
            return wanted

        with tempfile.TemporaryFile() as pack:
            _limited_fetch(client, path, determine_wants, pack, self._settings, filter_spec)
            size_bytes = pack.tell()
            if size_bytes:
                check_pack(pack, size_bytes)
                self._keep(pack)
        return wanted[0]

    def _keep(self, pack: Any) -> None:
        if self._store is None:
            self._folder = tempfile.TemporaryDirectory(prefix="raglan-git-")
            place = Path(self._folder.name) / "objects"
            place.mkdir()
            self._store = DiskObjectStore.init(str(place))
        pack.seek(0)
        file, commit, abort = self._store.add_pack()
        with ExitStack() as undone:
            undone.callback(abort)
            while part := pack.read(1_000_000):
                file.write(part)
            undone.pop_all()
        commit()

    def _holds(self, sha: bytes) -> bool:
        return self._store is not None and ObjectID(sha) in self._store

    def _object(self, sha: bytes) -> Any:
        if self._store is None or not self._holds(sha):
            raise SourceFailed("failed", "The repository is damaged.")
        return self._store[ObjectID(sha)]

    @contextmanager
    def _told(self) -> Iterator[None]:
        place = urlsplit(self._settings.address).hostname
        try:
            yield
        except HTTPUnauthorized as refused:
            raise SourceFailed("unauthorized", f"{place} refuses this user, password or token.") from refused
        except NotGitRepository as missing:
            raise SourceFailed(
                "not_found", f"{place} shows no such repository with this token or key."
            ) from missing
        except (GitProtocolError, HangupException) as failure:
            raise _meaning(failure, str(place)) from failure
        except (OSError, paramiko.SSHException, EOFError, ValueError, KeyError, AssertionError) as failure:
            raise SourceFailed("unreachable", f"{place} does not answer as a Git server does.") from failure


class _Vendor(SSHVendor):
    """Run git-upload-pack over our own SSH, which knows the server's key."""

    def __init__(self, reach: Reach, host_key: str, secrets: Mapping[str, str]) -> None:
        self._reach, self._host_key, self._secrets = reach, host_key, secrets

    def run_command(self, host: str, command: bytes, *_: Any, **said: Any) -> Any:
        transport = open_transport(
            self._reach,
            host=host,
            port=said.get("port") or 22,
            username=said.get("username") or "git",
            host_key=self._host_key,
            secrets=self._secrets,
        )
        channel = transport.open_session()
        channel.settimeout(self._reach.read_seconds)
        if said.get("protocol_version") in {None, 2}:
            with suppress(paramiko.SSHException):
                channel.set_environment_variable("GIT_PROTOCOL", "version=2")
        channel.exec_command(command)
        return _Channel(transport, channel)


class _Channel:
    """Look like the process that dulwich would have started."""

    def __init__(self, transport: paramiko.Transport, channel: paramiko.Channel) -> None:
        self._transport, self._channel = transport, channel
        self.read = channel.makefile("rb").read
        self.stderr = channel.makefile_stderr("rb")

    def write(self, content: bytes) -> int:
        self._channel.sendall(content)
        return len(content)

    def can_read(self) -> bool:
        return self._channel.recv_ready()

    def close(self) -> None:
        self._channel.close()
        self._transport.close()


def _client(
    settings: GitSettings, secrets: Mapping[str, str], reach: Reach, pools: PoolManager
) -> tuple[GitClient, str]:
    parts = urlsplit(settings.address)
    if parts.scheme == "ssh":
        vendor = _Vendor(reach, settings.host_key, secrets)
        username = parts.username or settings.username or "git"
        ssh = SSHGitClient(
            str(parts.hostname), port=_port(parts), username=username, vendor=vendor, thin_packs=False
        )
        return ssh, unquote(parts.path)
    password = secrets.get("password")
    http = Urllib3HttpGitClient(
        f"{parts.scheme}://{parts.netloc}",
        pool_manager=pools,
        # Hosts take any name beside a token; none of this machine's helpers or files is asked for one.
        username=(settings.username or "git") if password else None,
        password=password,
        thin_packs=False,
    )
    return http, parts.path


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as wrong:
        raise SourceFailed("invalid_settings", "The address has no valid port.") from wrong


def _limited_fetch(
    client: GitClient, path: str, wants: Any, pack: Any, settings: GitSettings, filter_spec: bytes
) -> FetchPackResult:
    left = settings.clone_limit_mb * 1_000_000

    def write(part: bytes) -> int:
        nonlocal left
        left -= len(part)
        if left < 0:
            raise SourceFailed("too_large", f"The branch is larger than {settings.clone_limit_mb} MB.")
        return int(pack.write(part))

    return client.fetch_pack(
        path,
        wants,
        _NothingHeld(),
        write,
        depth=1,
        filter_spec=filter_spec,
        ref_prefix=_prefixes(settings.branch),
    )


class _NothingHeld:
    """Tell the server that nothing is here yet."""

    shallow: frozenset[bytes] = frozenset()

    def __next__(self) -> None:
        return None

    def ack(self, sha: bytes) -> None:
        """Hear of nothing."""

    def nak(self) -> None:
        """Hear of nothing."""


def _prefixes(branch: str) -> list[bytes]:
    name = branch.encode()
    return [b"refs/heads/" + name, b"refs/tags/" + name] if branch else [b"HEAD"]


def _chosen(refs: Mapping[bytes, bytes], branch: str) -> bytes:
    names = _prefixes(branch)
    for name in names:
        if name in refs:
            return refs[name]
    what = f"branch or tag {branch}" if branch else "commit yet"
    raise SourceFailed("not_found", f"The repository has no {what}.")


def _link(settings: GitSettings) -> str:
    parts = urlsplit(settings.address)
    known = LINKS.get(parts.hostname or "")
    if known is None:
        return ""
    branch, repo = settings.branch or "HEAD", parts.path.rstrip("/").removesuffix(".git")
    folder = f"{settings.path}/" if settings.path else ""
    return known.format(repo=repo, branch=branch).replace("{path}", folder + "{path}")


def _meaning(failure: Exception, place: str) -> SourceFailed:
    words = str(failure).lower()
    if "403" in words or "permission denied" in words or "access denied" in words:
        return SourceFailed("forbidden", f"{place} does not let this user read the repository.")
    if "not found" in words or "does not appear to be a git repository" in words or "does not exist" in words:
        return SourceFailed("not_found", f"{place} shows no such repository with this token or key.")
    if "another host" in words:
        return SourceFailed("refused_address", f"{place} sends to another host; enter that address itself.")
    return SourceFailed("unreachable", f"{place} does not answer as a Git server does.")
