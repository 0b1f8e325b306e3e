"""Every connector lists all that stands there, fetches it as it is, and fails with a code that says why."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from documents.sources.types import Fetched, Item, ItemFailed, SourceFailed, Unchanged
from tests.servers.places import FolderPlace, Mailbox, Place

KINDS = ("folder", "sftp", "s3", "webdav", "smb", "git", "git_ssh", "mailbox")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Place:
    name = request.param if request.param == "mailbox" else f"{request.param}_place"
    found: Place = request.getfixturevalue(name)
    return found


def listed(place: Place, **changed: Any) -> dict[str, Item]:
    with closing(place.connector(**changed)) as connector:
        return {item.external_id: item for item in connector.items({})}


def fetched(place: Place, item: Item, known: str = "", **changed: Any) -> Fetched:
    # A connector of its own: another process fetches what was listed.
    with closing(place.connector(**changed)) as connector:
        return connector.fetch(item, known)


def test_all_that_stands_there_is_listed_and_fetched_as_it_is(place: Place) -> None:
    contents = {"leave.txt": b"Thirty days.\n", "travel.txt": b"Trains first.\n"}
    for path, content in contents.items():
        place.put(path, content)
    items = listed(place)
    assert set(items) == {place.id_of(path) for path in contents}
    for path, content in contents.items():
        answer = fetched(place, items[place.id_of(path)])
        assert place.holds(content, path, answer.content)
        assert answer.filename.startswith(path)


def test_what_did_not_change_keeps_its_fingerprint_and_is_not_fetched(place: Place) -> None:
    place.put("leave.txt", b"Thirty days.\n")
    place.put("other.txt", b"Before.\n")
    before = listed(place)[place.id_of("leave.txt")]
    place.put("third.txt", b"After.\n")
    item = listed(place)[place.id_of("leave.txt")]
    assert item.fingerprint == before.fingerprint != ""
    with pytest.raises(Unchanged):
        fetched(place, item, known=item.fingerprint)


def test_what_changed_has_another_fingerprint_and_its_new_content(place: Place) -> None:
    if isinstance(place, Mailbox):
        pytest.skip("a mail never changes")
    place.put("leave.txt", b"Thirty days.\n")
    before = listed(place)["leave.txt"]
    place.put("leave.txt", b"Thirty-one days.\n")
    after = listed(place)["leave.txt"]
    assert after.fingerprint != before.fingerprint
    answer = fetched(place, after, known=before.fingerprint)
    assert answer.content == b"Thirty-one days.\n"
    assert answer.fingerprint == after.fingerprint


def test_what_vanished_is_no_longer_listed(place: Place) -> None:
    place.put("leave.txt", b"Thirty days.\n")
    place.put("travel.txt", b"Trains first.\n")
    assert len(listed(place)) == 2
    place.remove("leave.txt")
    assert set(listed(place)) == {place.id_of("travel.txt")}


def test_what_goes_between_listing_and_fetching_fails_alone(place: Place) -> None:
    place.put("leave.txt", b"Thirty days.\n")
    place.put("travel.txt", b"Trains first.\n")
    items = listed(place)
    place.remove("leave.txt")
    with pytest.raises(ItemFailed) as gone:
        fetched(place, items[place.id_of("leave.txt")])
    assert gone.value.code == "not_found"
    assert fetched(place, items[place.id_of("travel.txt")]).content


def test_what_is_too_large_fails_alone(place: Place) -> None:
    place.put("large.txt", b"x" * 1_000_001)
    item = listed(place, size_limit_mb=1)[place.id_of("large.txt")]
    for known in (item, Item(external_id=item.external_id, title=item.title, fingerprint=item.fingerprint)):
        # Whether the listing said how large it is, or not.
        with pytest.raises(ItemFailed) as large:
            fetched(place, known, size_limit_mb=1)
        assert large.value.code == "too_large"


def test_a_wrong_secret_is_named_as_such_and_told_to_nobody(place: Place) -> None:
    if not place.wrong_secrets:
        pytest.skip("this kind has no secret")
    place.put("leave.txt", b"Thirty days.\n")
    connector = place.kind.create(place.settings, place.wrong_secrets)
    with closing(connector), pytest.raises(SourceFailed) as refused:
        list(connector.items({}))
    assert refused.value.code == "unauthorized"
    assert not any(secret in refused.value.detail for secret in place.wrong_secrets.values())


def test_a_server_that_does_not_answer_is_unreachable(place: Place) -> None:
    if not place.unreachable:
        pytest.skip("this kind has no server")
    with pytest.raises(SourceFailed) as failure:
        listed(place, **place.unreachable)
    assert failure.value.code == "unreachable"


def test_a_private_address_is_refused_unless_the_operator_allows_it(place: Place, settings: Any) -> None:
    settings.SOURCES_ALLOW_NETWORKS = settings.SOURCES_FOLDERS = ()
    with pytest.raises(SourceFailed) as failure:
        listed(place)
    assert failure.value.code == "refused_address"


def test_a_folder_that_is_not_there_is_no_empty_one(place: Place) -> None:
    place.put("leave.txt", b"Thirty days.\n")
    with pytest.raises(SourceFailed) as failure:
        listed(place, **place.missing)
    assert failure.value.code == "not_found"


@pytest.fixture
def tree(place: Place) -> Callable[..., set[str]]:
    if isinstance(place, Mailbox):
        pytest.skip("mails stand in no tree")
    for path in ("leave.txt", "hr/pay.PDF", "hr/old/pay.pdf", "drafts/plan.txt"):
        place.put(path, path.encode())
    return lambda **changed: set(listed(place, **changed))


def test_folders_below_are_read_unless_only_the_folder_itself_is_wanted(
    tree: Callable[..., set[str]],
) -> None:
    assert tree() == {"leave.txt", "hr/pay.PDF", "hr/old/pay.pdf", "drafts/plan.txt"}
    assert tree(recursive=False) == {"leave.txt"}


def test_patterns_choose_files_and_leave_folders(tree: Callable[..., set[str]]) -> None:
    assert tree(include=["*.pdf"]) == {"hr/pay.PDF", "hr/old/pay.pdf"}
    assert tree(include=["hr/*"]) == {"hr/pay.PDF"}
    assert tree(exclude=["drafts", "**/old/**"]) == {"leave.txt", "hr/pay.PDF"}


def test_a_name_with_every_odd_letter_leads_to_its_file(place: Place) -> None:
    if isinstance(place, Mailbox):
        pytest.skip("mails are named by their Message-ID")
    path = "Ünïcode 100% & #1 +plus?.txt"
    place.put(path, b"Found.\n")
    item = listed(place)[path]
    assert item.title == path
    assert fetched(place, item).content == b"Found.\n"


def test_a_path_that_leads_out_of_the_folder_is_not_found(place: Place) -> None:
    place.put("leave.txt", b"Thirty days.\n")
    if isinstance(place, FolderPlace):
        (place.root.parent / "secret.txt").write_bytes(b"Not for sources.")
    with pytest.raises(ItemFailed) as failure:
        fetched(place, Item(external_id="../secret.txt", title="secret", fingerprint="x"))
    assert failure.value.code == "not_found"
