"""What stands around a passage is read with it while there is room, each place once, and cited where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid5

from chat.answering.contexts import Context, widened
from documents.types import ChunkSpan, Passage, Surrounding
from tests.factories.passages import SPACE, passage

SENTENCES = (
    "Leave is asked for in writing.",
    "It takes twelve weeks.",
    "The desk on floor two decides.",
    "Parking is free on Sundays.",
)
WHOLE = "\n\n".join(SENTENCES)
CHUNKS = tuple(
    ChunkSpan(
        chunk_id=uuid5(SPACE, text),
        start=100 + WHOLE.index(text),
        end=100 + WHOLE.index(text) + len(text),
        page=number,
        place=f"Page {number}",
        section=("Rules", "Leave" if number < 4 else "Parking"),
    )
    for number, text in enumerate(SENTENCES, start=1)
)


def found(number: int) -> Passage:
    """Return one sentence as a search finds it."""
    chunk = CHUNKS[number]
    return replace(passage(SENTENCES[number], "Rules"), start=chunk.start, end=chunk.end)


def around(number: int, first: int, last: int) -> Surrounding:
    """Return the sentences from first to last, around one of them, and the white space behind them."""
    start, end = CHUNKS[first].start, (CHUNKS[last + 1].start if last < 3 else CHUNKS[last].end)
    return Surrounding(
        chunk_id=CHUNKS[number].chunk_id,
        version=1,
        cut=7,
        text=WHOLE[start - 100 : end - 100],
        start=start,
        end=end,
        chunks=CHUNKS[first : last + 1],
    )


def words(context: Context) -> int:
    return len(context.read.text.split())


def texts(contexts: tuple[Context, ...]) -> Iterator[str]:
    return (context.read.text for context in contexts)


def test_a_passage_is_read_with_what_stands_around_it() -> None:
    (context,) = widened([found(1)], [around(1, 0, 2)], room_tokens=100, cost=words)
    assert context.read.text == "\n\n".join(SENTENCES[:3])
    assert context.read.section == ("Rules", "Leave")


def test_passages_of_one_surrounding_are_one_context_and_stand_where_the_best_of_them_stood() -> None:
    other = passage("The gym is open.", "Gym")
    passages = [other, found(2), found(0)]
    contexts = widened(passages, [around(2, 0, 2), around(0, 0, 2)], room_tokens=100, cost=words)
    assert [context.found for context in contexts] == [(other,), (found(2), found(0))]


def test_surroundings_that_adjoin_are_joined_without_a_gap() -> None:
    near = [around(1, 0, 1), around(2, 2, 3)]
    (context,) = widened([found(2), found(1)], near, room_tokens=100, cost=words)
    assert context.read.text == WHOLE
    assert context.read.section == ("Rules",)


def test_what_overlaps_is_read_once() -> None:
    near = [around(1, 0, 2), around(2, 1, 3)]
    (context,) = widened([found(1), found(2)], near, room_tokens=100, cost=words)
    assert context.read.text == WHOLE


def test_without_room_a_passage_stands_alone_and_none_is_left_out() -> None:
    contexts = widened([found(1), found(3)], [around(1, 0, 2), around(3, 3, 3)], room_tokens=8, cost=words)
    assert [*texts(contexts)] == [SENTENCES[1], SENTENCES[3]]


def test_the_best_passage_is_widened_first() -> None:
    near = [around(3, 3, 3), around(0, 0, 1)]
    contexts = widened([found(0), found(3)], near, room_tokens=4, cost=words)
    assert [*texts(contexts)] == ["\n\n".join(SENTENCES[:2]), SENTENCES[3]]


def test_words_around_a_passage_are_cited_as_the_chunk_in_which_they_stand() -> None:
    (context,) = widened([found(1)], [around(1, 0, 3)], room_tokens=100, cost=words)
    start = context.read.text.index(SENTENCES[3])
    cited = context.cited(start, start + len(SENTENCES[3]))
    assert (cited.chunk_id, cited.page, cited.place) == (CHUNKS[3].chunk_id, 4, "Page 4")
    assert cited.section == ("Rules", "Parking")
    assert cited.start + start == CHUNKS[3].start


def test_what_stands_around_another_version_is_not_read() -> None:
    newer = replace(around(1, 0, 2), version=2)
    moved = replace(around(1, 0, 2), text="Now: " + around(1, 0, 2).text)
    for surrounding in (newer, moved):
        (context,) = widened([found(1)], [surrounding], room_tokens=100, cost=words)
        assert context.read.text == SENTENCES[1]


def test_two_documents_are_never_one_context() -> None:
    other = replace(found(2), document=passage("", "Other rules").document)
    contexts = widened([found(1), other], [around(1, 0, 2), around(2, 0, 2)], room_tokens=100, cost=words)
    assert [context.best for context in contexts] == [found(1), other]


def test_chunks_side_by_side_are_one_text_though_there_is_no_room_around_them() -> None:
    (context,) = widened([found(1), found(0)], (), room_tokens=0, cost=lambda context: len(context.text))
    assert context.text == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"
    assert [passage.text for passage in context.found] == [SENTENCES[1], SENTENCES[0]]
    assert context.cited(0, 10).chunk_id == CHUNKS[0].chunk_id


def test_chunks_with_another_between_them_stay_apart() -> None:
    apart = widened([found(2), found(0)], (), room_tokens=0, cost=lambda context: len(context.text))
    assert [context.text for context in apart] == [SENTENCES[2], SENTENCES[0]]


def test_three_in_a_row_are_one_text_whichever_comes_first() -> None:
    (context,) = widened([found(0), found(2), found(1)], (), room_tokens=0, cost=lambda _: 1)
    assert context.text == "\n\n".join(SENTENCES[:3])
    assert context.best.text == SENTENCES[0]


def test_two_versions_that_have_a_chunk_are_read_each_with_its_own_surroundings() -> None:
    new = found(1)
    old = replace(new, document=replace(new.document, version=new.document.version - 1))
    then = replace(around(1, 1, 2), version=old.document.version)
    contexts = widened([old, new], [around(1, 0, 1), then], room_tokens=100, cost=words)
    assert list(texts(contexts)) == ["\n\n".join(SENTENCES[1:3]), "\n\n".join(SENTENCES[:2])]
