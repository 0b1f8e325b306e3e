"""The answer that was streamed is the answer that is stored, with our citations in it."""

import pytest

from chat.answering.sentences import CitedText, Verified

WRITTEN = "You get six. [1] Ask e.g. HR [2][3]. It costs $3.50 [4]!\n\n- one item [1]\n- [docs](x) and a[7]."
SHOWN = "You get six. [1] Ask e.g. HR. [2][3] It costs $3.50! [4]\n\n- one item [1]\n- [docs](x) and a[7]."


async def trusting(_: str, hints: tuple[int, ...]) -> Verified:
    return Verified(citations=hints, is_verified=bool(hints))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 1000])
async def test_the_text_is_the_same_however_it_is_cut_into_tokens(size: int) -> None:
    cited = CitedText(trusting, citations=5)
    shown = [await cited.feed(WRITTEN[start : start + size]) for start in range(0, len(WRITTEN), size)]
    shown.append(await cited.close())
    assert "".join(shown) == cited.text == SHOWN


async def test_each_sentence_knows_where_it_stands_and_what_supports_it() -> None:
    cited = CitedText(trusting, citations=5)
    await cited.feed(WRITTEN)
    await cited.close()
    found = [(cited.text[sentence.start : sentence.end], sentence.citations) for sentence in cited.sentences]
    assert found == [
        ("You get six.", (1,)),
        ("Ask e.g. HR.", (2, 3)),
        ("It costs $3.50!", (4,)),
        ("one item", (1,)),
        ("[docs](x) and a[7].", ()),
    ]


async def test_a_citation_of_a_passage_that_is_not_there_stays_text() -> None:
    cited = CitedText(trusting, citations=2)
    assert await cited.feed("As in [9] it says") == "As in [9] it says"


MARKDOWN = (
    "## How to start [1]\n\n1. Use `argv[1]` here. [2]\n2. Call it[1]; run argv[1] twice [1].\n\n"
    "| Leave | Days |\n|---|---|\n| Sick [1] | 20 |\n| Paid | 30 [2] |\n\n"
    "```python\nprint(argv[1]) # see [1]. Then\n```\nDone (well)[2]."
)
SHOWN_MARKDOWN = (
    "## How to start\n\n1. Use `argv[1]` here. [2]\n2. Call it; run argv twice. [1]\n\n"
    "| Leave | Days |\n|---|---|\n| Sick | 20 [1] |\n| Paid | 30 [2] |\n\n"
    "```python\nprint(argv[1]) # see [1]. Then\n```\nDone (well). [2]"
)


@pytest.mark.parametrize("size", [1, 2, 5, 11, 1000])
async def test_code_is_let_be_and_rows_are_cited_in_their_last_cell(size: int) -> None:
    cited = CitedText(trusting, citations=5)
    shown = [await cited.feed(MARKDOWN[start : start + size]) for start in range(0, len(MARKDOWN), size)]
    shown.append(await cited.close())
    assert "".join(shown) == cited.text == SHOWN_MARKDOWN


async def test_headings_code_and_numbers_of_lists_are_no_sentences() -> None:
    cited = CitedText(trusting, citations=5)
    await cited.feed(MARKDOWN)
    await cited.close()
    assert [cited.text[one.start : one.end] for one in cited.sentences] == [
        "Use `argv[1]` here.",
        "Call it; run argv twice.",
        "Sick | 20",
        "Paid | 30",
        "Done (well).",
    ]


async def test_a_last_row_is_cited_before_its_pipe() -> None:
    cited = CitedText(trusting, citations=5)
    shown = await cited.feed("| A |\n|---|\n| 20 [3] |")
    shown += await cited.close()
    assert shown == "| A |\n|---|\n| 20 [3] |"


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("written", "said", "named"),
    [
        ("Parental leave is six weeks[1].", "Parental leave is six weeks.", (1,)),
        ("Set `DATABASE_URL`[1][2], then start[2].", "Set `DATABASE_URL`, then start.", (1, 2)),
        ("Leave is six weeks [9].", "Leave is six weeks.", ()),
        ("Read `argv[9]` first.", "Read `argv[9]` first.", ()),
    ],
)
async def test_a_marker_is_no_number_of_its_sentence(
    written: str, said: str, named: tuple[int, ...], size: int
) -> None:
    verified: list[tuple[str, tuple[int, ...]]] = []

    async def note(sentence: str, hints: tuple[int, ...]) -> Verified:
        verified.append((sentence, hints))
        return Verified(citations=hints, is_verified=bool(hints))

    cited = CitedText(note, citations=5)
    for start in range(0, len(written), size):
        await cited.feed(written[start : start + size])
    await cited.close()
    assert verified == [(said, named)]
