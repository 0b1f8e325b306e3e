"""Say from which cosine on two questions of one gist ask the same, as tests.bench.sameness measures it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Nothing but the same words: what holds for an embedder that nobody has measured.
LITERALLY: Final = 2.0
# By name and revision.
THRESHOLDS: Final[Mapping[str, float]] = MappingProxyType({"all-minilm-l6-v2 53aa51172d14": 0.70})


def threshold_of(embedder: str, measured: Mapping[str, float]) -> float:
    """Return the threshold of an embedder, by name and revision; `measured` are an operator's own, by name."""
    name = embedder.partition(" ")[0]
    return measured.get(name, THRESHOLDS.get(embedder, LITERALLY))
