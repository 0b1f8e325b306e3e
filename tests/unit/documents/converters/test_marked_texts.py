"""Texts with marks of their own keep their sections, lists, tables and code."""

import io
import zipfile

import pytest

from documents.ingest.convert import convert
from documents.ingest.sniff import sniff
from documents.ingest.types import BlockKind, Extracted, Format

ASCIIDOC = """= Leave policy
Ada Lovelace <ada@example.org>
v1.2, 2026-02-03
:days: 26

Every person has {days} *days* of leave.

== How to ask

* Ask your lead
** in writing

[%header,cols="1,1"]
|===
|Years |Days
|10 |30
|===

[source,python]
----
if late:
    ask()
----

include::secret.adoc[]
"""
RST = """Leave policy
============

How to ask
----------

1. Ask your lead

   - in writing

=====  ====
Years  Days
=====  ====
10     30
=====  ====

.. code-block:: python

   if late:
       ask()

.. include:: /etc/passwd
.. raw:: html

   <script>canary</script>
"""
MARKDOWN = """---
title: Leave policy
author: Ada Lovelace
date: 2026-02-03
---
# Leave policy

## How to ask

- Ask your lead
  - in writing

| Years | Days |
|-------|------|
| 10    | 30   |

```python
if late:
    ask()
```
"""


def blocks(found: Extracted) -> dict[BlockKind, str]:
    return {block.kind: found.text[block.start : block.end] for block in found.blocks}


@pytest.mark.parametrize(("text", "name"), [(ASCIIDOC, "a.adoc"), (RST, "a.rst"), (MARKDOWN, "a.md")])
def test_sections_lists_tables_and_code_are_kept(text: str, name: str) -> None:
    found = convert(text.encode(), name)
    assert found.sections[-1].path == ("Leave policy", "How to ask")
    assert blocks(found)[BlockKind.TABLE] == "Years | Days\n10 | 30"
    assert blocks(found)[BlockKind.CODE] == "if late:\n    ask()"
    assert "Ask your lead\n  - in writing" in blocks(found)[BlockKind.LIST]


@pytest.mark.parametrize(("text", "name"), [(ASCIIDOC, "a.adoc"), (MARKDOWN, "a.md")])
def test_a_text_says_who_wrote_it_and_when(text: str, name: str) -> None:
    found = convert(text.encode(), name)
    assert (found.properties["author"], found.properties["date"][:10]) == ("Ada Lovelace", "2026-02-03")
    assert found.title == "Leave policy"


def test_nothing_is_included_and_nothing_raw_is_kept() -> None:
    found = convert(RST.encode(), "a.rst").text + convert(ASCIIDOC.encode(), "a.adoc").text
    assert "root:" not in found
    assert "canary" not in found


def test_asciidoc_is_known_by_its_content() -> None:
    assert sniff(ASCIIDOC.encode(), "policy") is Format.ASCIIDOC


def test_front_matter_of_values_that_stand_for_others_is_not_unfolded() -> None:
    text = "---\na: &a [x, x]\nb: &b [*a, *a]\n---\n# Leave\n"
    assert convert(text.encode(), "a.md").text == "Leave"


def book(*chapters: str) -> bytes:
    file = io.BytesIO()
    names = [f"c{number}.xhtml" for number in range(len(chapters))]
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names)
    refs = "".join(f'<itemref idref="{name}"/>' for name in reversed(names))
    facts = "<metadata><title>Winter</title><creator>E. F. Benson</creator><date>2019-08-23</date></metadata>"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        place = '<container><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>'
        archive.writestr("META-INF/container.xml", place)
        archive.writestr(
            "in/book.opf", f"<package>{facts}<manifest>{items}</manifest><spine>{refs}</spine></package>"
        )
        for name, chapter in zip(names, chapters, strict=True):
            archive.writestr(f"in/{name}", f"<html><body>{chapter}</body></html>")
    return file.getvalue()


def test_the_chapters_of_a_book_stand_in_reading_order() -> None:
    found = convert(book("<h1>Second</h1><p>Ice.</p>", "<h1>First</h1><p>Snow.</p>"), "winter.epub")
    assert found.text == "First\n\nSnow.\n\nSecond\n\nIce."
    assert [section.path for section in found.sections] == [("First",), ("Second",)]
    assert (found.title, found.properties["author"]) == ("Winter", "E. F. Benson")


def test_code_is_cut_at_its_definitions_and_keeps_its_lines() -> None:
    code = "import os\n\n\n# Adds up.\ndef total(a):\n    return a\n\n\n"
    code += "class Invoice:\n    def pay(self):\n        pass\n"
    found = convert(code.encode(), "invoice.py")
    assert [section.path[-1:] for section in found.sections] == [
        (), ("def total",), ("class Invoice",), ("Invoice.pay",),
    ]  # fmt: skip
    assert "# Adds up.\ndef total(a):\n    return a" in [
        found.text[block.start : block.end] for block in found.blocks
    ]


def test_a_script_is_code_whatever_its_name() -> None:
    assert sniff(b"#!/bin/sh\necho hello\n", "run") is Format.CODE
