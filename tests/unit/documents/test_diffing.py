"""Two texts are compared by paragraph and by word, within bounds."""

import random
import time

import pytest

from documents.diffing import Block, compare


def words(block: Block) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in block.parts]


def sides(text: str, other: str) -> tuple[str, str]:
    """Put both texts together again from what a comparison shows."""
    blocks = compare(text, other).blocks
    old = ["".join(t for k, t in words(b) if k != "added") for b in blocks if b.old]
    new = ["".join(t for k, t in words(b) if k != "removed") for b in blocks if b.new]
    return "\n".join(old), "\n".join(new)


def test_a_changed_paragraph_shows_the_words_that_changed() -> None:
    (block,) = compare("Leave is twelve weeks.", "Leave is sixteen weeks.").blocks
    assert (block.kind, block.old, block.new) == ("changed", 1, 1)
    changed = [("removed", "twelve"), ("added", "sixteen")]
    assert words(block) == [("same", "Leave is "), *changed, ("same", " weeks.")]


def test_paragraphs_without_words_in_common_are_one_gone_and_one_new() -> None:
    found = compare("Leave is twelve weeks.", "Ask the desk.")
    assert [block.kind for block in found.blocks] == ["removed", "added"]
    assert (found.removed, found.added, found.changed) == (1, 1, 0)


def test_what_stays_far_from_a_change_is_counted_and_not_shown() -> None:
    old = [f"Rule {number} holds." for number in range(20)]
    found = compare("\n".join(old), "\n".join([*old[:10], "A new rule.", *old[10:]]))
    assert [block.kind for block in found.blocks] == [
        "skipped",
        *["same"] * 2,
        "added",
        *["same"] * 2,
        "skipped",
    ]
    assert [block.paragraphs for block in found.blocks if block.kind == "skipped"] == [8, 8]
    assert (found.same, found.is_cut) == (20, False)


def test_both_texts_can_be_read_out_of_what_is_shown() -> None:
    dice = random.Random(7)
    lines = [" ".join(dice.choices("abcdefgh", k=6)) for _ in range(40)]
    other = [line if dice.random() < 0.5 else " ".join(dice.choices("abcdxyz", k=6)) for line in lines]
    dice.shuffle(other)
    old, new = "\n".join(lines[1:]), "\n".join(other)
    assert sides(old, new) == (old, new)


@pytest.mark.parametrize("text", ["x\n", "word ", "wort-", "a b. "])
def test_the_largest_texts_are_compared_within_seconds(text: str) -> None:
    begun = time.monotonic()
    found = compare(text * 600_000, (text * 3 + "y\n") * 300_000)
    assert found.is_cut
    assert time.monotonic() - begun < 15  # about 2 s alone
    assert sum(len(part.text) for block in found.blocks for part in block.parts) <= 400_000


def test_an_empty_text_is_all_new_in_the_other() -> None:
    assert [block.kind for block in compare("", "Leave.").blocks] == ["added"]
    assert compare("", "").blocks == ()
