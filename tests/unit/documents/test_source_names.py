"""Files are chosen by patterns and named for a database, whatever their servers call them."""

import time

import pytest

from documents.sources.connectors.kinds import GitSettings, SftpSettings
from documents.sources.connectors.names import name_of, raw_of, shown
from documents.sources.connectors.patterns import Choice, matches


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a/b/Plan.PDF", "*.pdf", True),
        ("a/b/plan.pdf", "/*.pdf", False),
        ("plan.pdf", "/*.pdf", True),
        ("hr/leave.txt", "hr/*", True),
        ("hr/old/leave.txt", "hr/*", False),
        ("hr/old/leave.txt", "hr/**", True),
        ("a/hr/leave.txt", "**/hr/*.txt", True),
        ("hr/leave.txt", "**/hr/*.txt", True),
        ("hr", "hr/**", True),
        ("hrx/leave.txt", "hr/**", False),
        ("a/x/b/y/c", "a/**/b/**/c", True),
        ("a/x/y/c", "a/**/b/**/c", False),
        ("notes[1].txt", "notes[[]1].txt", True),
        ("any/thing", "**", True),
    ],
)
def test_a_pattern_names_files_as_people_expect(path: str, pattern: str, expected: bool) -> None:
    assert matches(path, pattern) is expected


def test_an_excluded_folder_takes_all_below_it_along() -> None:
    choice = Choice(include=["*.txt"], exclude=["drafts"])
    assert choice.takes("hr/leave.txt")
    assert not choice.takes("drafts/old/plan.txt")
    assert not choice.takes("hr/leave.pdf")


def test_no_pattern_takes_for_ever() -> None:
    begun = time.monotonic()
    assert not matches("a/" * 60 + "a" * 200, "/".join(["**", "*a*a*a*a*a*a*a*b"] * 12))
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    "raw",
    [
        b"plan.txt",
        "Übersicht é.txt".encode(),
        b"caf\xe9.txt",
        b"a\\b",
        b"a\\xE9",
        b"\\\xff\\",
        b"line\nbreak\x01",
        b"\xed\xa0\x80",
    ],
)
def test_every_name_of_bytes_comes_back_and_can_be_stored(raw: bytes) -> None:
    name = name_of(raw)
    assert raw_of(name) == raw
    assert name.encode()
    assert "\x00" not in name
    assert shown(name).isprintable()


@pytest.mark.parametrize(
    "address",
    [
        "file:///srv/secret.git",
        "ext::sh -c id",
        "https://ada:secret@git.example.com/x.git",
        "ssh://-oProxyCommand=id/x",
        "git://h/x",
    ],
)
def test_an_address_of_another_scheme_or_with_a_password_in_it_is_no_setting(address: str) -> None:
    if address.startswith("ssh://-"):
        # It is a host that is not there: no ssh program is started that could take it for an option.
        assert GitSettings(address=address).address == address
        return
    with pytest.raises(ValueError, match="address"):
        GitSettings(address=address)


def test_a_link_leads_to_the_web_alone() -> None:
    with pytest.raises(ValueError, match="link"):
        SftpSettings(host="files.example.com", username="ada", link="javascript:alert(1)//{path}")


@pytest.mark.parametrize(
    "path",
    [
        ".hidden",
        "a/.git/config",
        "~$plan.docx",
        ".DS_Store",
        "b/Thumbs.db",
        "$RECYCLE.BIN/x.txt",
        "__MACOSX/x.txt",
    ],
)
def test_what_programs_keep_for_themselves_is_left_whatever_is_included(path: str) -> None:
    assert not Choice(include=("**", "*")).takes(path)
    assert Choice().shuts(path)


@pytest.mark.parametrize("path", ["plan.docx", "a.b/c~$d.txt", "price$.txt", "thumbs.db.txt"])
def test_other_names_are_no_hidden_ones(path: str) -> None:
    assert Choice().takes(path)
