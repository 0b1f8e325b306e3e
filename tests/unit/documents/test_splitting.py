"""Chunks of random structured texts: within the limit, complete, exact, and cut only where the text pauses."""

import random
from itertools import pairwise

import pytest
from tokenizers import Tokenizer

from documents.ingest.split import split
from documents.ingest.types import Chunk, Extracted, SplitterSettings
from tests.unit.documents.structured import make

SEEDS = range(40)
LIMITS = (32, 120, 200)


def tokens_of(tokenizer: Tokenizer, text: str) -> int:
    return len(tokenizer.encode(text, add_special_tokens=False))


def settings_of(seed: int, overlap: int = 0) -> SplitterSettings:
    return SplitterSettings(max_tokens=LIMITS[seed % len(LIMITS)], overlap_tokens=overlap)


def uncovered(extracted: Extracted, chunks: tuple[Chunk, ...]) -> str:
    left = list(extracted.text)
    for chunk in chunks:
        left[chunk.start : chunk.end] = " " * (chunk.end - chunk.start)
    return "".join(left)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_chunk_is_above_the_limit_and_its_tokens_are_counted(tokenizer: Tokenizer, seed: int) -> None:
    settings = settings_of(seed, overlap=seed % 3 * 8)
    chunks = split(make(seed).extracted, settings, tokenizer)
    assert [chunk.tokens for chunk in chunks] == [tokens_of(tokenizer, chunk.text) for chunk in chunks]
    assert all(0 < chunk.tokens <= settings.max_tokens for chunk in chunks)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_chunk_is_what_stands_at_its_place(tokenizer: Tokenizer, seed: int) -> None:
    extracted = make(seed).extracted
    chunks = split(extracted, settings_of(seed), tokenizer)
    assert all(chunk.text == extracted.text[chunk.start : chunk.end] for chunk in chunks)
    assert all(chunk.text == chunk.text.rstrip() and chunk.text.strip() for chunk in chunks)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_but_headings_and_white_space_is_left_out(tokenizer: Tokenizer, seed: int) -> None:
    extracted = make(seed).extracted
    left = uncovered(extracted, split(extracted, settings_of(seed), tokenizer))
    headings = {section.path[-1] for section in extracted.sections if section.path}
    assert {line.strip() for line in left.split("\n") if line.strip()} <= headings


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_said_twice_without_an_overlap(tokenizer: Tokenizer, seed: int) -> None:
    chunks = split(make(seed).extracted, settings_of(seed), tokenizer)
    assert all(one.end <= other.start for one, other in pairwise(chunks))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("overlap", [0, 12])
def test_no_sentence_row_or_line_of_code_that_fits_is_cut(
    tokenizer: Tokenizer, seed: int, overlap: int
) -> None:
    made, settings = make(seed), settings_of(seed, overlap)
    chunks = split(made.extracted, settings, tokenizer)
    for piece in (*made.sentences, *made.rows, *made.lines):
        if tokens_of(tokenizer, piece) <= settings.max_tokens:
            assert any(piece.strip() in chunk.text for chunk in chunks), piece


@pytest.mark.parametrize("seed", SEEDS)
def test_no_item_of_half_the_limit_is_cut(tokenizer: Tokenizer, seed: int) -> None:
    made, settings = make(seed), settings_of(seed)
    chunks = split(made.extracted, settings, tokenizer)
    for item in made.items:
        if tokens_of(tokenizer, item) <= settings.max_tokens // 2:
            assert any(item in chunk.text for chunk in chunks), item


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_the_same_text_is_cut_in_the_same_way(tokenizer: Tokenizer, seed: int) -> None:
    extracted, settings = make(seed).extracted, settings_of(seed)
    first = split(extracted, settings, tokenizer)
    split(make(seed + 1).extracted, settings, tokenizer)
    assert split(extracted, settings, tokenizer) == first


@pytest.mark.parametrize("overlap", [10, 30, 60])
def test_an_overlap_is_of_whole_sentences_and_within_its_bound(tokenizer: Tokenizer, overlap: int) -> None:
    dice = random.Random(overlap)
    sentences = [f"Sentence {n} says {' '.join(['word'] * dice.randint(1, 12))}." for n in range(80)]
    text = " ".join(sentences)
    chunks = split(Extracted(text=text), SplitterSettings(max_tokens=120, overlap_tokens=overlap), tokenizer)
    for one, other in pairwise(chunks):
        shared = text[other.start : one.end]
        assert tokens_of(tokenizer, shared) <= overlap
        assert other.text.startswith("Sentence")
    assert any(one.end > other.start for one, other in pairwise(chunks))


@pytest.mark.parametrize("text", ["", " \n\n ", "\n"])
def test_a_text_without_words_has_no_chunks(tokenizer: Tokenizer, text: str) -> None:
    assert split(Extracted(text=text), SplitterSettings(), tokenizer) == ()


@pytest.mark.parametrize("letter", ["x", "年", "é", "👩‍💻", "१"])
def test_a_word_without_end_is_cut_and_complete(tokenizer: Tokenizer, letter: str) -> None:
    text = letter * 9_000
    chunks = split(Extracted(text=text), SplitterSettings(max_tokens=64), tokenizer)
    assert "".join(chunk.text for chunk in chunks) == text
    assert max(len(chunk.text) for chunk in chunks) < 1_000


def test_a_long_sentence_is_cut_between_clauses(tokenizer: Tokenizer) -> None:
    clause = "the pump is greased by whoever is on duty in that month"
    text = f"When it is cold, {', '.join([clause] * 30)}."
    chunks = split(Extracted(text=text), SplitterSettings(max_tokens=64), tokenizer)
    assert all(chunk.text.endswith((",", ".")) for chunk in chunks)


def test_a_row_longer_than_the_limit_is_cut_between_cells(tokenizer: Tokenizer) -> None:
    row = " | ".join(f"cell {number} with words" for number in range(60))
    text = f"a | b\n{row}\nc | d"
    chunks = split(Extracted(text=text), SplitterSettings(max_tokens=64), tokenizer)
    assert len(chunks) > 2
    assert all(chunk.text.startswith(("a | b", "cell", "c | d")) for chunk in chunks)


def test_what_an_edit_does_not_reach_is_cut_as_before(tokenizer: Tokenizer) -> None:
    dice = random.Random(7)
    paragraphs = [
        " ".join(
            f"Rule {n}.{k} is kept by {dice.choice(['all', 'some'])} of us."
            for k in range(dice.randint(2, 7))
        )
        for n in range(120)
    ]
    before = split(Extracted(text="\n\n".join(paragraphs)), SplitterSettings(), tokenizer)
    paragraphs[60] = f"This is new. {paragraphs[60]} And this."
    after = split(Extracted(text="\n\n".join(paragraphs)), SplitterSettings(), tokenizer)
    changed = {chunk.text for chunk in after} - {chunk.text for chunk in before}
    assert len(changed) <= 6
    assert len(after) > 30
