"""What only one kind can get wrong: keys of hosts, links, numbers of mails, bombs, and places out of bounds."""

import os
import socket
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from documents.sources.connectors import reaching
from documents.sources.connectors.kinds import SFTP
from documents.sources.types import Item, ItemFailed, SourceFailed
from project.kernel.reach import Grounds
from tests.servers.git import Repository
from tests.servers.places import FolderPlace, Place
from tests.servers.ssh import PASSWORD, SshServer


def listed(place: Place, **changed: Any) -> dict[str, Item]:
    with closing(place.connector(**changed)) as connector:
        return {item.external_id: item for item in connector.items({})}


def failure(place: Place, **changed: Any) -> SourceFailed:
    with pytest.raises(SourceFailed) as failed:
        listed(place, **changed)
    return failed.value


def test_a_server_with_another_key_gets_no_password(sftp_place: Place, ssh_server: SshServer) -> None:
    sftp_place.put("leave.txt", b"Thirty days.\n")
    assert set(listed(sftp_place)) == {"leave.txt"}
    ssh_server.change_key()
    changed = failure(sftp_place)
    assert changed.code == "host_key_changed"
    assert ssh_server.sign_ins == 1


def test_a_server_whose_key_nobody_entered_shows_it_and_gets_no_password(
    sftp_place: Place, ssh_server: SshServer
) -> None:
    unknown = failure(sftp_place, host_key="")
    assert unknown.code == "host_key_unknown"
    assert ssh_server.sign_ins == 0
    # What it shows is what is to be entered.
    shown = unknown.detail.rsplit("host key: ", 1)[1]
    assert listed(sftp_place, host_key=shown) == {}


def test_a_fingerprint_will_do_for_a_host_key(sftp_place: Place, ssh_server: SshServer) -> None:
    assert listed(sftp_place, host_key=ssh_server.key.get_fingerprint()) == {}


def test_git_over_ssh_compares_the_key_too(git_ssh_place: Place, ssh_server: SshServer) -> None:
    git_ssh_place.put("leave.txt", b"Thirty days.\n")
    ssh_server.change_key()
    assert failure(git_ssh_place).code == "host_key_changed"


def test_a_private_key_signs_in_in_place_of_a_password(sftp_place: Place, ssh_server: SshServer) -> None:
    sftp_place.put("leave.txt", b"Thirty days.\n")
    with closing(SFTP.create(sftp_place.settings, {"private_key": ssh_server.private_key})) as connector:
        assert [item.title for item in connector.items({})] == ["leave.txt"]


def test_a_server_that_says_nothing_is_given_up(sftp_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.sources.connectors.ssh.CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        assert failure(sftp_place, port=silent.getsockname()[1]).code == "unreachable"
    assert time.monotonic() - begun < 5


def _read_to_the_end(connection: socket.socket) -> None:
    while connection.recv(1):
        pass
    raise ConnectionError


def test_a_server_that_trickles_is_cut_off() -> None:
    ours, theirs = socket.socketpair()
    reach = reaching.Reach(whole_seconds=0.2)
    reach.watch(ours)

    def trickle() -> None:
        while True:
            try:
                theirs.send(b".")
            except OSError:
                return
            time.sleep(0.02)

    thread = threading.Thread(target=trickle)
    thread.start()
    with pytest.raises(SourceFailed) as cut, reach.within("Reading"):
        _read_to_the_end(ours)
    reach.close()
    ours.close()
    theirs.close()
    thread.join()
    assert cut.value.code == "timed_out"


@pytest.mark.parametrize("kind", ["sftp_place", "folder_place"])
def test_links_lead_nowhere(kind: str, request: pytest.FixtureRequest) -> None:
    place = request.getfixturevalue(kind)
    assert isinstance(place, FolderPlace)
    place.put("leave.txt", b"Thirty days.\n")
    outside = place.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_bytes(b"Not for sources.")
    (place.root / "out").symlink_to(outside)
    (place.root / "file.txt").symlink_to(outside / "secret.txt")
    (place.root / "round").symlink_to(place.root)
    assert set(listed(place)) == {"leave.txt"}
    with closing(place.connector()) as connector:
        for path in ("out/secret.txt", "file.txt"):
            with pytest.raises(ItemFailed) as gone:
                connector.fetch(Item(external_id=path, title=path), "")
            assert gone.value.code in {"not_found", "failed"}


@pytest.mark.parametrize("kind", ["sftp_place", "folder_place"])
def test_a_name_that_is_no_utf_8_leads_to_its_file(kind: str, request: pytest.FixtureRequest) -> None:
    place = request.getfixturevalue(kind)
    assert isinstance(place, FolderPlace)
    name = os.fsencode(place.root) + b"/caf\xe9 \\ menu.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"Coffee.\n")
    (item,) = listed(place).values()
    assert (item.external_id, item.title) == ("caf\\xE9 \\\\ menu.txt", "café \\ menu.txt")
    with closing(place.connector()) as connector:
        assert connector.fetch(item, "").content == b"Coffee.\n"


def test_a_folder_that_the_operator_did_not_open_is_refused(folder_place: Place, tmp_path: Path) -> None:
    assert failure(folder_place, path="/etc").code == "refused_address"
    (tmp_path / "open" / "way").symlink_to("/etc")
    assert failure(folder_place, path=f"{tmp_path}/open/way").code == "refused_address"
    assert failure(folder_place, path=f"{tmp_path}/open/../../etc").code == "refused_address"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.8",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "2130706433",
        "0x7f.1",
    ],
)
def test_no_spelling_of_a_private_address_is_reached(host: str) -> None:
    with pytest.raises(SourceFailed) as refused:
        reaching.Reach().checked_address(host, 22)
    assert refused.value.code == "refused_address"


def test_a_network_that_the_operator_allows_is_reached_and_no_other(settings: Any) -> None:
    settings.SOURCES_ALLOW_NETWORKS = ("10.20.0.0/16", "fd00:1::/32")
    assert Grounds().resolve_host("10.20.3.4", 22) == "10.20.3.4"
    assert Grounds().resolve_host("fd00:1::5", 22) == "fd00:1::5"
    for other in ("10.21.0.1", "fd00:2::1", "127.0.0.1"):
        with pytest.raises(SourceFailed):
            reaching.Reach().checked_address(other, 22)


def test_a_bucket_without_keys_is_asked_without_those_of_this_machine(
    s3_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Keys that would open the bucket lie in the environment of the operator.
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3_place.secrets["access_key"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3_place.secrets["secret_key"])
    with (
        closing(s3_place.kind.create(s3_place.settings, {})) as connector,
        pytest.raises(SourceFailed) as refused,
    ):
        list(connector.items({}))
    # moto stumbles over a request without a signature where AWS says that it is forbidden.
    assert refused.value.code in {"unauthorized", "forbidden", "failed"}


def test_a_bucket_is_listed_beyond_its_first_page(s3_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "2")
    for number in range(5):
        s3_place.put(f"notes/{number}.txt", b".")
    assert len(listed(s3_place)) == 5


@pytest.fixture
def bomb(repository: Repository) -> Repository:
    repository.put("zeros.txt", bytes(300_000_000))
    return repository


@pytest.mark.slow
def test_a_small_pack_that_holds_a_huge_file_is_refused(git_place: Place, bomb: Repository) -> None:
    bomb.configure("uploadpack.allowFilter", "false")
    packed = sum(file.stat().st_size for file in bomb.bare.rglob("*") if file.is_file())
    assert packed < 2_000_000
    assert failure(git_place).code == "too_large"


def test_a_repository_above_the_limit_is_refused(git_place: Place, repository: Repository) -> None:
    repository.configure("uploadpack.allowFilter", "false")
    git_place.put("noise.bin", os.urandom(1_200_000))
    assert failure(git_place, clone_limit_mb=1).code == "too_large"


def test_a_server_that_leaves_no_files_out_is_read_all_the_same(
    git_place: Place, repository: Repository
) -> None:
    repository.configure("uploadpack.allowFilter", "false")
    git_place.put("leave.txt", b"Thirty days.\n")
    (item,) = listed(git_place).values()
    with closing(git_place.connector()) as connector:
        assert connector.fetch(item, "").content == b"Thirty days.\n"


def test_links_in_a_repository_and_files_kept_elsewhere_are_left(
    git_place: Place, repository: Repository
) -> None:
    git_place.put("large.bin", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    repository.link("passwords", "/etc/passwd")
    (item,) = listed(git_place).values()
    with closing(git_place.connector()) as connector, pytest.raises(ItemFailed) as kept:
        connector.fetch(item, "")
    assert kept.value.code == "not_supported"


def test_a_file_of_a_known_host_has_its_address_there() -> None:
    from documents.sources.connectors.git import _link
    from documents.sources.connectors.kinds import GitSettings

    settings = GitSettings(address="https://github.com/acme/handbook.git", branch="main", path="docs")
    assert _link(settings) == "https://github.com/acme/handbook/blob/main/docs/{path}"


def test_a_token_never_stands_in_the_arguments_of_a_process(git_place: Place) -> None:
    git_place.put("leave.txt", b"Thirty days.\n")
    with closing(git_place.connector()) as connector:
        next(iter(connector.items({})))
        arguments = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert git_place.secrets["password"] not in str(arguments)


def test_mails_are_not_marked_as_read(mailbox: Place) -> None:
    mailbox.put("leave", b"Thirty days.")
    (item,) = listed(mailbox).values()
    with closing(mailbox.connector()) as connector:
        assert b"plan.bin" in connector.fetch(item, "").content
    assert mailbox.server.unread() == 1  # type: ignore[attr-defined]  # a mailbox has its server


def test_a_folder_that_is_counted_anew_brings_no_mail_twice(mailbox: Any) -> None:
    mailbox.server.put("leave", b"Thirty days.", folder="Team")
    mailbox.server.put("travel", b"Trains first.", folder="Team")
    before = listed(mailbox, folders=["Team"])
    mailbox.server.renumber("Team")
    after = listed(mailbox, folders=["Team"])
    assert set(after) == set(before)
    assert after["<leave@example.com>"].fingerprint != before["<leave@example.com>"].fingerprint
    with closing(mailbox.connector()) as connector:
        assert b"leave" in connector.fetch(after["<leave@example.com>"], "").content


def test_a_mail_that_moved_is_the_same_and_one_in_two_folders_is_one(mailbox: Any) -> None:
    mailbox.server.put("leave", b"Thirty days.")
    before = listed(mailbox, folders=["*"])
    mailbox.server.move("leave", "Team")
    assert set(listed(mailbox, folders=["*"])) == set(before)
    mailbox.server.put("leave", b"Thirty days.")
    assert set(listed(mailbox, folders=["*"])) == set(before)
    assert listed(mailbox, folders=["Sent"]) == {}


def test_mails_from_before_the_date_are_left_out(mailbox: Any) -> None:
    mailbox.put("leave", b"Thirty days.")
    assert listed(mailbox, since="2020-01-01")
    assert not listed(mailbox, since="2999-01-01")


def test_a_mail_server_that_nobody_vouches_for_gets_no_password(
    mailbox: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    assert failure(mailbox).code == "unreachable"


def test_no_password_stands_in_what_a_connector_says_of_itself(
    sftp_place: Place, ssh_server: SshServer
) -> None:
    ssh_server.stop_listening()
    broken = failure(sftp_place)
    said = f"{broken!r}{broken.detail}{broken.__cause__!r}"
    assert PASSWORD not in said
