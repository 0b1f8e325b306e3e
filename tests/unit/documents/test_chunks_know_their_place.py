"""A chunk says where people find it, repeats its table's head unseen, and knows the passage around it."""

import pytest
from tokenizers import Tokenizer

from documents.ingest.draft import Draft
from documents.ingest.places import Places
from documents.ingest.split import embedded_text, split
from documents.ingest.types import Chunk, Extracted, PageSpan, SplitterSettings
from tests.unit.documents.structured import make

HEAD = "Month | Travel | Food"
SMALL = SplitterSettings(max_tokens=48, parent_tokens=200)


def sheet() -> Extracted:
    draft = Draft()
    draft.page(1, "Budget")
    draft.table(
        [HEAD, *(f"Month {row} | {row}00 | {row}5" for row in range(2, 60))],
        sheet="Budget",
        first_row=5,
        columns="A:C",
    )
    return draft.finish("Plan")


def rows_of(chunk: Chunk) -> int:
    return chunk.text.count("\n") + 1


def test_a_tables_head_is_embedded_with_each_part_and_shown_once(tokenizer: Tokenizer) -> None:
    chunks = split(sheet(), SMALL, tokenizer)
    assert len(chunks) > 5
    assert [chunk.text.count(HEAD) for chunk in chunks] == [1] + [0] * (len(chunks) - 1)
    assert all(embedded_text(chunk, "Plan").count(HEAD) == 1 for chunk in chunks)


def test_rows_and_the_head_they_repeat_are_within_the_limit(tokenizer: Tokenizer) -> None:
    for chunk in split(sheet(), SMALL, tokenizer):
        both = f"{chunk.head} {chunk.text}"
        assert len(tokenizer.encode(both, add_special_tokens=False)) <= SMALL.max_tokens


def test_a_head_without_end_leaves_most_of_a_chunk_to_the_rows(tokenizer: Tokenizer) -> None:
    draft = Draft()
    draft.table([" | ".join(f"Column {n}" for n in range(200)), *(f"{n} | a | b" for n in range(60))])
    chunks = [chunk for chunk in split(draft.finish(), SMALL, tokenizer) if chunk.head]
    assert chunks
    assert all(len(tokenizer.encode(chunk.head, add_special_tokens=False)) <= 12 for chunk in chunks)


def test_a_head_is_never_alone(tokenizer: Tokenizer) -> None:
    draft = Draft()
    draft.block(
        "Before the table stands a sentence that fills most of the chunk, so that hardly any room is left."
    )
    draft.table([HEAD, *(f"Month {row} | {row}00 | {row}5" for row in range(30))])
    assert not [chunk for chunk in split(draft.finish(), SMALL, tokenizer) if chunk.text.endswith(HEAD)]


def test_the_rows_of_a_sheet_are_named_by_their_cells(tokenizer: Tokenizer) -> None:
    first, second, *_ = split(sheet(), SMALL, tokenizer)
    end = 4 + rows_of(first)
    assert first.place == f"Budget!A5:C{end}"
    assert second.place == f"Budget!A{end + 1}:C{end + rows_of(second)}"


def test_a_chunk_stays_on_its_slide(tokenizer: Tokenizer) -> None:
    draft = Draft()
    for number in range(1, 4):
        draft.page(number, f"Slide {number}")
        draft.block(f"Words of slide {number}.")
    chunks = split(draft.finish(), SplitterSettings(), tokenizer)
    assert [(chunk.place, chunk.page) for chunk in chunks] == [("Slide 1", 1), ("Slide 2", 2), ("Slide 3", 3)]


@pytest.mark.parametrize(
    ("labels", "end", "expected"),
    [
        (["", ""], 5, "Page 1"),
        (["", ""], 15, "Pages 1–2"),
        (["iv", "v"], 15, "Pages iv–v"),
        (["A-2", ""], 5, "Page A-2"),
        (["Cover", ""], 15, "Cover"),
    ],
)
def test_a_place_is_named_by_the_labels_of_its_pages(labels: list[str], end: int, expected: str) -> None:
    pages = tuple(
        PageSpan(number, number * 10 - 10, number * 10, label) for number, label in enumerate(labels, 1)
    )
    assert Places(Extracted(text="x" * 20, pages=pages)).name(0, end) == expected


def test_a_page_break_parts_no_chunk(tokenizer: Tokenizer) -> None:
    text = "The first page ends. The second goes on."
    pages = (PageSpan(1, 0, 21), PageSpan(2, 21, len(text)))
    (chunk,) = split(Extracted(text=text, pages=pages), SplitterSettings(), tokenizer)
    assert chunk.place == "Pages 1–2"


@pytest.mark.parametrize("seed", range(20))
def test_a_parent_holds_its_chunk_and_is_bounded(tokenizer: Tokenizer, seed: int) -> None:
    extracted, settings = make(seed).extracted, SplitterSettings(max_tokens=64, parent_tokens=150)
    for chunk in split(extracted, settings, tokenizer):
        parent = extracted.text[chunk.parent_start : chunk.parent_end]
        assert chunk.text in parent
        assert len(tokenizer.encode(parent, add_special_tokens=False)) <= 150


def test_a_parent_is_the_widest_section_that_is_within_the_bound(tokenizer: Tokenizer) -> None:
    draft = Draft()
    draft.heading("Handbook", 1)
    for chapter in ("Leave", "Travel"):
        draft.heading(chapter, 2)
        for part in ("Who", "When", "How"):
            draft.heading(f"{chapter} {part}", 3)
            draft.block("It is said here in a few words. " * 3)
    extracted = draft.finish()
    chunk = split(extracted, SplitterSettings(parent_tokens=110), tokenizer)[4]
    parent = extracted.text[chunk.parent_start : chunk.parent_end]
    assert parent.startswith("Travel\n\nTravel Who")
    assert parent.count("Travel ") == 3


def test_a_table_or_code_is_cut_where_it_need_not_be_kept(tokenizer: Tokenizer) -> None:
    draft = Draft()
    draft.block("A sentence stands before it and takes some room.")
    draft.code("\n".join(f"call_{line}()" for line in range(20)))
    extracted = draft.finish()
    kept = split(extracted, SplitterSettings(max_tokens=102), tokenizer)
    cut = split(extracted, SplitterSettings(max_tokens=102, keep_code=False), tokenizer)
    assert [chunk.text.startswith("call_0") for chunk in kept] == [False, True]
    assert "call_0" in cut[0].text
