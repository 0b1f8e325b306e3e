"""Org files are read without their marks, keywords and drawers."""

from documents.ingest.convert import convert
from documents.ingest.types import BlockKind, Extracted

ORG = rb"""#+TITLE: Notes on travel
#+AUTHOR: Ada
#+DATE: <2024-03-05 Tue>
Intro with *bold*, =code=, a_b_c, 2*3*4 and [[https://example.org][a link]].
* TODO [#A] First heading                    :work:travel:
  SCHEDULED: <2024-03-05 Tue>
  :PROPERTIES:
  :CUSTOM_ID: secret-id
  :END:
Some text[fn:1] here.
** Sub heading
| Country | Rate       |
|---------+------------|
| Norway  | 412.50 EUR |
#+TBLFM: $2=1
- item one
  goes on
  - nested
- term :: its meaning
1. one
2. two
#+BEGIN_SRC python
def f():
    return 1
#+END_SRC
# a comment
#+INCLUDE: "/etc/passwd"
[fn:1] The footnote.
"""


def blocks(found: Extracted, kind: BlockKind) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks if block.kind is kind]


def test_headings_are_read_without_keywords_and_tags() -> None:
    paths = [section.path for section in convert(ORG, "notes.org").sections if section.path]
    assert paths == [("First heading",), ("First heading", "Sub heading")]


def test_tables_lists_and_code_are_blocks() -> None:
    found = convert(ORG, "notes.org")
    assert blocks(found, BlockKind.TABLE) == ["Country | Rate\nNorway | 412.50 EUR"]
    assert blocks(found, BlockKind.LIST) == [
        "- item one goes on\n  - nested\n- term: its meaning\n1. one\n2. two"
    ]
    assert blocks(found, BlockKind.CODE) == ["def f():\n    return 1"]


def test_marks_within_a_line_go_and_signs_that_are_none_stay() -> None:
    text = convert(ORG, "notes.org").text
    assert text.startswith("Intro with bold, code, a_b_c, 2*3*4 and a link.\n")
    assert "Some text [1] here." in text
    assert text.endswith("Footnote 1: The footnote.")


def test_what_the_file_says_of_itself_is_no_text() -> None:
    found = convert(ORG, "notes.org")
    assert (found.title, found.properties["author"]) == ("Notes on travel", "Ada")
    assert found.properties["date"].startswith("2024-03-05")
    assert not any(word in found.text for word in ("TITLE", "SCHEDULED", "secret-id", "comment", "passwd"))


def test_what_is_begun_and_not_ended_takes_no_section_with_it() -> None:
    found = convert(
        b"#+TITLE: T\n* One\n:note:\nFirst words.\n#+begin_comment\nSecond words.\n"
        b"* Two\n:PROPERTIES:\n:ID: secret\n:END:\nThird words.\n",
        "a.org",
    )
    assert all(f"{word} words." in found.text for word in ("First", "Second", "Third"))
    assert [section.path for section in found.sections if section.path] == [("One",), ("Two",)]
    assert "secret" not in found.text


def test_thousands_of_blocks_that_are_not_ended_are_read_line_by_line() -> None:
    found = convert(b"* One\n" + b"#+begin_comment\n" * 20_000 + b"Last words.\n", "a.org")
    assert found.text.endswith("Last words.")
