"""Let a passage stand for those that say the same: copies of a file, quotes in mails, paragraphs in two documents."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from documents.lexical.scripts import UNSPACED
from documents.ranking.mail import written
from documents.types import Passage

# Scripts without spaces are compared sign by sign.
_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_SHINGLE = 3
# A share of a passage's shingles that an earlier one has (containment: Broder, On the Resemblance and Containment of
# Documents, 1997): what it adds must be no more than a word here and there.
_SAME = 0.9
_NEGATIONS = frozenset(
    {
        *("not", "no", "never", "without", "nor", "dont", "nicht", "kein", "keine", "keinen", "nie", "ohne"),
        *("ne", "pas", "jamais", "sans", "non", "nunca", "sin", "ni", "niet", "geen", "não"),
    }
)
Shingle = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Hold what a passage says, word by word: as it is written, as it is compared, and in threes."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    shingles: frozenset[Shingle]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Return names, numbers and negations: where these differ, two texts differ, however alike they are."""
        return frozenset(
            low for word, low in zip(self.words, self.folded, strict=True) if _is_telling(word, low)
        )


def gathered(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages in their order, with those that repeat another behind all that do not.

    Of those that say the same the most current stands where the first of them stood; it names the documents of the
    others in `also_in`, and each of these names it in `repeats`. Scores fall from first to last.
    """
    groups = _groups([said(passage.text) for passage in passages])
    if len(groups) == len(passages):
        return tuple(passages)
    first: list[Passage] = []
    behind: list[tuple[int, Passage]] = []
    for group in groups:
        chosen = _most_current(passages, group)
        others = [number for number in group if number != chosen]
        documents = {passages[number].document.id: passages[number].document for number in others}
        documents.pop(passages[chosen].document.id, None)
        # It stands where the best of them stood, with that one's score.
        leader = replace(
            passages[chosen],
            score=passages[group[0]].score,
            also_in=tuple(documents.values()),
        )
        first.append(leader)
        behind += [(number, replace(passages[number], repeats=leader.chunk_id)) for number in others]
    last = min((passage.score for passage in first), default=0.0)
    repeated = [passage for _, passage in sorted(behind, key=lambda one: one[0])]
    return (*first, *(replace(passage, score=min(passage.score, last)) for passage in repeated))


def said(text: str) -> Said:
    """Return what a text says, without line breaks, case, and the frames and signs of quoted mail."""
    words = _WORD.findall(written(text))
    # All at once: fifty passages of two hundred words are folded for each search.
    folded = tuple("\n".join(words).casefold().split("\n")) if words else ()
    shingles = zip(folded, folded[1:], folded[2:], strict=False) if len(folded) >= _SHINGLE else [folded]
    return Said(tuple(words), folded, frozenset(shingles))


def repeats(later: Said, earlier: Said) -> bool:
    """Say whether a text adds nothing to one that was read before."""
    added = later.shingles - earlier.shingles
    if len(added) > (1 - _SAME) * len(later.shingles):
        return False
    return not any(word in later.telling for shingle in added for word in shingle)


def _is_telling(word: str, folded: str) -> bool:
    return folded in _NEGATIONS or not (word.islower() and word.isalpha())


def _groups(texts: Sequence[Said]) -> list[list[int]]:
    """Return the positions of texts that say the same as the first of their group."""
    groups: list[list[int]] = []
    holding: dict[Shingle, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        group = _group_of(text, texts, groups, holding)
        if group is not None:
            groups[group].append(position)
            continue
        for shingle in text.shingles:
            holding[shingle].append(len(groups))
        groups.append([position])
    return groups


def _group_of(
    text: Said, texts: Sequence[Said], groups: Sequence[Sequence[int]], holding: dict[Shingle, list[int]]
) -> int | None:
    # What has nearly all of the shingles has one of any few that are more than may be missing.
    few = islice(text.shingles, int((1 - _SAME) * len(text.shingles)) + 1)
    near = {group for shingle in few for group in holding.get(shingle, ())}
    shared = {group: len(text.shingles & texts[groups[group][0]].shingles) for group in near}
    for group in sorted(near, key=lambda group: (-shared[group], group)):
        if repeats(text, texts[groups[group][0]]):
            return group
    return None


def _most_current(passages: Sequence[Passage], group: Sequence[int]) -> int:
    """Return the newest of those that say all that the first says; a part of it cannot stand for it."""
    whole = said(passages[group[0]].text)
    equal = [number for number in group if repeats(whole, said(passages[number].text))]
    dated = [(passages[number].dated, -number) for number in equal]
    known = [(date, number) for date, number in dated if date is not None]
    return -max(known)[1] if len(known) == len(dated) else group[0]
