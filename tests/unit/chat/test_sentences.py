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
