"""Name what a guard decides."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Say whether a text may pass, and which rule stopped it; `score` runs from 0, harmless, to 1."""

    is_allowed: bool
    rule: str = ""
    score: float = 0.0


class Guard(Protocol):
    """Look at a question before it is answered."""

    async def check(self, text: str) -> Verdict:
        """Give the verdict; raise `GuardUnavailable` where the guard cannot be asked."""
        ...


class GuardUnavailable(Exception):
    """Say that a guard could not be asked: the answer goes on without it, and says so."""
