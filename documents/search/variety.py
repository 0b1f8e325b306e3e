"""Bring what repeats another passage behind what does not, where the tenant wants that."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.ranking.diversity import gathered
from documents.search.asking import Wanted
from documents.search.merging import Part
from documents.types import Passage


@dataclass(frozen=True, kw_only=True)
class Variety:
    """Hold the passages that are shown, and how many of those that were found repeat another."""

    passages: tuple[Passage, ...]
    repeated: int = 0

    def explained(self) -> dict[str, object]:
        """Return it for the trace."""
        return {"repeated": self.repeated}


def varied(wanted: Wanted, parts: Sequence[Part], best: Sequence[Passage]) -> Variety:
    """Return the best `k` passages: of those that repeat another only as many as there is nothing else for.

    A search by one leg alone shows what that leg found.
    """
    if wanted.mode != "hybrid" or not parts or not parts[0][0].settings.collapse:
        return Variety(passages=tuple(best[: wanted.k]))
    ordered = gathered(best)
    repeated = sum(passage.repeats is not None for passage in ordered)
    return Variety(passages=ordered[: wanted.k], repeated=repeated)
