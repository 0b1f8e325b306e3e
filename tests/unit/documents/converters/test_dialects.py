"""What builders of documentation add to Markdown, reStructuredText and HTML is read as they show it."""

import pytest

from documents.ingest.convert import convert
from documents.ingest.types import BlockKind, Extracted

SPHINX = rb""":Author: Ada
:Date: 2024-03-05

Install
=======

See :ref:`the guide <guide>`, :class:`~tool.core.Pump` and :option:`--port`.

.. code-block:: python
   :linenos:
   :caption: run.py

   def f():
       return 1

.. toctree::
   :maxdepth: 2

   secret/page

.. automodule:: tool.core
   :members:

.. function:: run(speed)

   Runs the pump.

.. versionadded:: 2.0
   The option.

.. tip::

   Rest now and then.

.. only:: html

   Shown on the web.
"""
MARKDOWN = """+++
title = "Install guide"
author = "Ada"
+++
Read this first[^a].

:::tip Save often
It may stop.
:::

!!! note "Mind the gap"
    Stand back.

> [!WARNING]
> It is hot.

<table><tr><th>Name</th><th>Default</th></tr><tr><td>port</td><td>8080</td></tr></table>

```
:::kept
[^kept]: as it is
```

[^a]: Really.
"""
PAGE = b"""<html><body><main><h1>Install<a class="headerlink" href="#i">\xc2\xb6</a></h1>
<p>Run the following to install the tool on the machine that you have before you.</p>
<div id="toc"><h2>Contents</h2><ul><li><a href="#o">1 Options</a></li></ul></div>
<h2>Options<span class="mw-editsection">[<a href="#e">edit</a>]</span></h2>
<p>There are many options, of which the port is the one that most people want to change.</p></main></body></html>"""


def paths(found: Extracted) -> list[tuple[str, ...]]:
    return [section.path for section in found.sections if section.path]


def blocks(found: Extracted, kind: BlockKind) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks if block.kind is kind]


def test_directives_of_sphinx_are_read_and_none_is_run() -> None:
    found = convert(SPHINX, "install.rst")
    assert blocks(found, BlockKind.CODE) == ["def f():\n    return 1"]
    for shown in (
        "run(speed)\n\nRuns the pump.",
        "Added in version 2.0",
        "The option.",
        "Rest now and then.",
    ):
        assert shown in found.text
    assert "Shown on the web." in found.text
    assert not any(word in found.text for word in ("secret", "members", "linenos", "html"))


def test_roles_of_sphinx_are_read_by_what_they_show() -> None:
    found = convert(SPHINX, "install.rst")
    assert "See the guide, Pump and --port." in found.text
    assert (found.properties["author"], found.properties["date"][:10]) == ("Ada", "2024-03-05")


def test_front_matter_in_toml_is_no_text() -> None:
    found = convert(MARKDOWN.encode(), "install.md")
    assert (found.title, found.properties["author"]) == ("Install guide", "Ada")
    assert "+++" not in found.text


def test_containers_admonitions_and_footnotes_lose_their_marks() -> None:
    text = convert(MARKDOWN.encode(), "install.md").text
    for shown in (
        "Read this first[a].",
        "Save often",
        "It may stop.",
        "Mind the gap\n\nStand back.",
        "It is hot.",
    ):
        assert shown in text
    assert text.endswith("Footnote a: Really.")
    assert not any(mark in text for mark in ("!!!", "[!", ":::tip"))


def test_code_keeps_what_looks_like_marks_elsewhere() -> None:
    assert blocks(convert(MARKDOWN.encode(), "install.md"), BlockKind.CODE) == [":::kept\n[^kept]: as it is"]


def test_tables_in_html_within_markdown_are_tables() -> None:
    assert blocks(convert(MARKDOWN.encode(), "install.md"), BlockKind.TABLE) == [
        "Name | Default\nport | 8080"
    ]


def test_headings_of_a_page_are_read_without_what_is_for_editors() -> None:
    found = convert(PAGE, "install.html")
    assert paths(found) == [("Install",), ("Install", "Options")]
    assert not any(word in found.text for word in ("Contents", "edit"))


@pytest.mark.parametrize("mark", ["*a ", "`a ", "|a ", "[1]_ ", "a_ ", "+-"])
def test_a_line_full_of_marks_is_read_as_plain_text_with_a_warning(mark: str) -> None:
    found = convert(f"{mark * 10_000}the end.".encode(), "a.rst")
    assert found.text.endswith("the end.")
    assert "lines of more than 10 000 characters" in found.warnings[0]
