"""Make one order of what a question, its other words and its parts bring."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def strongest(scores: Sequence[tuple[float, Mapping[Key, float]]]) -> dict[Key, tuple[float, int]]:
    """Return the best score of each find and which of several ways brought it; each way has its weight.

    A passage that says it in the question's own words loses nothing by other words, as it would by further terms.
    """
    best: dict[Key, tuple[float, int]] = {}
    for way, (weight, found) in enumerate(scores):
        for key, score in found.items():
            if key not in best or weight * score > best[key][0]:
                best[key] = (weight * score, way)
    return best


def woven(whole: Sequence[Key], parts: Iterable[Sequence[Key]]) -> list[Key]:
    """Return the order in which the whole question has every second place, and its parts the others in turn.

    So each part is represented, and where the split was wrong, the whole keeps its best.
    """
    by_turns = list(dict.fromkeys(_rounds(parts)))
    return list(dict.fromkeys(_rounds([whole, by_turns])))


def _rounds(lists: Iterable[Sequence[Key]]) -> Iterable[Key]:
    missing = object()
    return (one for one in chain.from_iterable(zip_longest(*lists, fillvalue=missing)) if one is not missing)  # type: ignore[misc]  # the fill is left out
