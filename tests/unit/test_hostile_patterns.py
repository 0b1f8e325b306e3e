"""No text from outside keeps a pattern busy: each of these once took minutes, or never ended."""

from itertools import pairwise

import pytest

from chat.answering.sentences import CitedText, Verified
from chat.guardrails.patterns import judge
from documents.ingest.converters.markdown import convert_markdown
from documents.ingest.sniff import sniff
from documents.ingest.types import BlockKind, ConversionFailed, Format, Source
from documents.ingest.units import blocks_in, units_of
from documents.lexical.phrases import Phrase
from project.kernel.logging import hide_secrets

MANY = 400_000


@pytest.mark.parametrize("between", ["<!---->", "<!-- a --> ", "<!-- a\n-->\n"])
def test_a_file_of_comments_alone_is_text(between: str) -> None:
    assert sniff((between * 1_000)[:8_000].encode(), "page") is Format.TEXT


def test_a_page_is_known_behind_a_thousand_comments() -> None:
    assert sniff(("<!---->" * 1_000 + "<html><body>Leave").encode(), "page") is Format.HTML


@pytest.mark.parametrize(
    "before", ["<!---->" * 900, "<!doctype svg [<!ELEMENT a ANY>]>", "<?xml version='1.0'?>"]
)
def test_a_drawing_is_known_behind_what_may_stand_before_it(before: str) -> None:
    with pytest.raises(ConversionFailed, match="Drawings"):
        sniff(f"{before}\n<svg></svg>".encode(), "drawing")


@pytest.mark.parametrize("opened", ["<!--", "<a"])
def test_tags_that_never_close_are_read(opened: str) -> None:
    page = f"<div>\n{opened * MANY}\n\nLeave is 26 days."
    extracted = convert_markdown(Source(content=page.encode(), filename="a.md", format=Format.MARKDOWN))
    assert opened == "<!--" or "Leave is 26 days." in extracted.text


def test_a_title_of_spaces_is_read() -> None:
    page = f'---\ntitle: "Leave{" " * MANY}policy"\n---\nText.'
    extracted = convert_markdown(Source(content=page.encode(), filename="a.md", format=Format.MARKDOWN))
    assert extracted.title == "Leave policy"


@pytest.mark.parametrize("piece", ["[ ", "[1, ", "[1]", " ", "\n", "["])
async def test_a_model_that_opens_brackets_without_end_is_followed(piece: str) -> None:
    async def verify(_sentence: str, _hints: tuple[int, ...]) -> Verified:
        return Verified(citations=(), is_verified=False)

    text = CitedText(verify, citations=0)
    assert (await text.feed(piece * 500 + "x") + await text.close()).endswith("x")


@pytest.mark.parametrize("text", ["\n" * MANY, "# " * MANY])
def test_a_question_of_line_ends_passes(text: str) -> None:
    assert judge(text).is_allowed


@pytest.mark.parametrize("text", ["a" * MANY, "a://b:" * MANY, "bearer " + " " * MANY])
def test_a_long_word_in_a_log_is_looked_through(text: str) -> None:
    assert hide_secrets(None, "info", {"event": text})["event"] == text


@pytest.mark.parametrize("table", ["a | b\nc | d\n\n", "```\na | b\nc | d\n```\n\n"])
def test_a_file_of_tables_or_code_alone_is_looked_through(table: str) -> None:
    blocks = blocks_in(table * (MANY // 4))
    assert len(blocks) == MANY // 4
    assert {block.kind for block in blocks} == {BlockKind.CODE if "`" in table else BlockKind.TABLE}


@pytest.mark.parametrize(
    "piece", ["x", ".", "\n", " ", "(", "```", "|", "a. ", "- ", "。", "\u200d", "-", "\n```"]
)
def test_a_text_of_one_sign_is_cut_into_units(piece: str) -> None:
    text = piece * (MANY // len(piece))
    found = list(units_of(text, 0, len(text), blocks_in(text), "en"))
    assert all(one.start < one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("2020 2021 2022 2023 2024 revenue", "| 2020 | 2021 | 2022 | 2023 | 2024 | 17 |\n" * 600),
        ("a a a a a a a a b", "a" * (MANY // 8)),
        ("a_a a_a a_a b", "a_" * (MANY // 8)),
        ("a a a b", "a " * (MANY // 8)),
        ("a b a c", "a" + "\u0301" * (MANY // 8)),
        ("あ あ あ い", "あ" * (MANY // 8)),
    ],
)
def test_a_text_that_nearly_holds_a_phrase_is_looked_through(said: str, text: str) -> None:
    assert not Phrase(said).is_held(text, "en")
