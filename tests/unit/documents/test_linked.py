"""A page has one name, however a server shows it; a file has the ending of what it is."""

import pytest

from documents.sources.linked import filename_of, reason_not_read, twins_of


@pytest.mark.parametrize(
    ("url", "twins"),
    [
        ("https://e.org/docs/index.html", ("https://e.org/docs/",)),
        ("https://e.org/docs/", ("https://e.org/docs/index.html", "https://e.org/docs/index.htm")),
        ("https://e.org/docs/leave.html", ()),
    ],
)
def test_a_folder_and_its_index_are_twins(url: str, twins: tuple[str, ...]) -> None:
    assert twins_of(url) == twins


@pytest.mark.parametrize(
    ("url", "content_type", "name"),
    [
        ("https://e.org/a/leave%20plan.pdf?x=1", "application/pdf", "leave plan.pdf"),
        ("https://e.org/download/17", "application/pdf", "17.pdf"),
    ],
)
def test_a_file_keeps_its_name(url: str, content_type: str, name: str) -> None:
    assert filename_of(url, content_type) == name


def test_what_is_no_document_says_why() -> None:
    assert reason_not_read(b"Leave is twelve weeks.", "https://e.org/a.txt", "text/plain") == ""
    assert "not read" in reason_not_read(b'{"a": 1}', "https://e.org/a.json", "application/json")
    assert "empty" in reason_not_read(b"", "https://e.org/a.txt", "text/plain")
