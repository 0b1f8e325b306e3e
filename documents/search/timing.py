"""Note how long the stages of a search take."""

import time
from dataclasses import dataclass, field


@dataclass
class Stopwatch:
    """Note how long each stage took, in milliseconds."""

    begun: float = field(default_factory=time.perf_counter)
    lapped: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, stage: str) -> None:
        """End a stage and begin the next."""
        now = time.perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + _milliseconds(now - self.lapped)
        self.lapped = now

    def all(self) -> dict[str, float]:
        """Return every stage and the total; one statement finds what both legs find, so both show its time."""
        legs = self.laps.get("legs", 0.0)
        total = _milliseconds(time.perf_counter() - self.begun)
        return {**self.laps, "dense": legs, "lexical": legs, "total": total}


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)
