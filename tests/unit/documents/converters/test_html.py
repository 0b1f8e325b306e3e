"""Web pages are read by their main content, with its structure and in its order."""

import pytest

from documents.ingest.convert import convert
from documents.ingest.converters.html import NO_MAIN_CONTENT
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import BlockKind, ConverterSettings, Extracted

HEAD = """<!doctype html><html><head><title>Leave policy</title><meta name="author" content="Ada Lovelace">
<meta property="article:modified_time" content="2026-02-03T10:00:00+00:00">
<link rel="canonical" href="https://example.org/leave"></head>"""
NAVIGATION = '<nav><a href="/">Home</a> <a href="/about">About us</a></nav>'
BODY = """<main><h1>Leave policy</h1><p>Every person has twenty-six days of paid leave in a year of work.</p>
<h2>How to ask</h2><ol><li>Ask your lead<ul><li>in writing</li></ul></li><li>Wait for the answer</li></ol>
<table><thead><tr><th>Years</th><th>Days</th></tr></thead><tbody><tr><td>0 to 9</td><td>26</td></tr>
<tr><td>10 and more</td><td>30</td></tr></tbody></table><p>By script:</p><pre><code>if late:
    ask()</code></pre><p>The rules hold for<br>everyone who works here.</p></main>"""
PAGE = f"{HEAD}<body>{NAVIGATION}{BODY}<footer>Imprint</footer></body></html>"


def read(page: str, *, main_content_only: bool = True) -> Extracted:
    settings = ConverterSettings(main_content_only=main_content_only)
    return convert(page.encode(), "page.html", settings=settings)


def blocks(found: Extracted) -> list[tuple[BlockKind, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_navigation_is_left_out_unless_asked_for() -> None:
    assert "Imprint" not in read(PAGE).text
    assert "Imprint" in read(PAGE, main_content_only=False).text


@pytest.mark.parametrize("main_content_only", [True, False])
def test_lists_tables_and_code_keep_their_form_and_order(main_content_only: bool) -> None:
    found = blocks(read(PAGE, main_content_only=main_content_only))
    assert found[:2] == [
        (BlockKind.LIST, "1. Ask your lead\n  - in writing\n2. Wait for the answer"),
        (BlockKind.TABLE, "Years | Days\n0 to 9 | 26\n10 and more | 30"),
    ]
    assert found[2] == (BlockKind.CODE, "if late:\n    ask()")


def test_the_head_of_a_table_is_known() -> None:
    found = read(PAGE)
    (table,) = [block for block in found.blocks if block.kind is BlockKind.TABLE]
    assert found.text[table.start : table.head_end] == "Years | Days"


def test_headings_make_the_path() -> None:
    assert [section.path for section in read(PAGE).sections] == [
        ("Leave policy",),
        ("Leave policy", "How to ask"),
    ]


def test_a_page_says_who_wrote_it_when_and_where_it_stands() -> None:
    assert read(PAGE).properties == {
        "author": "Ada Lovelace",
        "date": "2026-02-03T10:00:00+00:00",
        "url": "https://example.org/leave",
    }


def test_a_page_of_navigation_alone_is_a_warning_and_no_text() -> None:
    found = read(f"{HEAD}<body>{NAVIGATION}<div id='root'>Loading</div></body></html>")
    assert (found.text, found.warnings) == ("", (NO_MAIN_CONTENT,))


def test_a_short_page_keeps_its_form() -> None:
    found = read(
        f"<html><body>{NAVIGATION}<h1>Canteen</h1><ul><li>Soup</li><li>Bread</li></ul></body></html>"
    )
    assert found.text == "Canteen\n\n- Soup\n- Bread"


def test_hidden_elements_and_scripts_are_not_text() -> None:
    hidden = '<p style="display: none">canary-1</p><script>canary-2</script><p hidden>canary-3</p>'
    found = read(f"<html><body>{BODY}{hidden}</body></html>", main_content_only=False)
    assert "canary" not in found.text


def test_cells_that_span_others_are_read_wherever_they_reach() -> None:
    table = (
        "<table><tr><th>Team</th><th>Day</th><th>Days</th></tr><tr><td rowspan=2>North</td><td>Monday</td><td>4</td>"
        "</tr><tr><td colspan=2>None</td></tr></table>"
    )
    found = read(f"<html><body><main><h1>Plan</h1>{table}</main></body></html>", main_content_only=False)
    assert blocks(found) == [(BlockKind.TABLE, "Team | Day | Days\nNorth | Monday | 4\nNorth | None | None")]


def test_tables_that_only_put_things_in_their_place_are_no_tables() -> None:
    page = "<table><tr><td><h2>Left</h2><p>One.</p></td><td><h2>Right</h2><p>Two.</p></td></tr></table>"
    found = read(f"<html><body>{page}</body></html>", main_content_only=False)
    assert found.text == "Left\n\nOne.\n\nRight\n\nTwo."
    assert not found.blocks


def test_elements_nested_without_end_harm_nobody() -> None:
    page = "<html><body>" + "<div><b>" * 30_000 + "<p>Deep.</p>"
    with Sandbox() as sandbox:
        assert len(sandbox.convert(page.encode(), "deep.html").text) < 100
        assert sandbox.convert(PAGE.encode(), "page.html").title == "Leave policy"
