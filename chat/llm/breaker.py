"""Keep requests away from an endpoint that fails, and try it again after a while."""

import time
from collections.abc import Callable

from chat.llm.errors import EndpointFailed, FailureKind


class Breaker:
    """Open after failures in a row, for a time that doubles; then let a single trial through.

    The pattern is Nygard's circuit breaker (Release It!, 2007).
    """

    def __init__(
        self,
        *,
        failures: int,
        cooldown_seconds: float,
        longest_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin closed."""
        self._allowed_failures = failures
        self._cooldown_seconds = cooldown_seconds
        self._longest_seconds = longest_seconds
        self._clock = clock
        self._failures = 0
        self._openings = 0
        self._open_until = 0.0
        self._is_trying = False

    @property
    def is_closed(self) -> bool:
        """Whether requests may pass freely."""
        return self._open_until == 0.0

    @property
    def admits(self) -> bool:
        """Whether the next request may pass, be it as the trial."""
        return self.is_closed or (self._clock() >= self._open_until and not self._is_trying)

    def begin(self) -> bool:
        """Note that a request passes; say whether it is the trial, which `abandon` must be told."""
        is_trial = not self.is_closed
        self._is_trying = self._is_trying or is_trial
        return is_trial

    def succeed(self) -> None:
        """Close: the endpoint works."""
        self._failures = self._openings = 0
        self._open_until = 0.0
        self._is_trying = False

    def abandon(self, *, is_trial: bool) -> None:
        """Forget a request that its asker gave up: it says nothing about the endpoint, nor about another's trial."""
        if is_trial:
            self._is_trying = False

    def fail(self, failure: EndpointFailed) -> None:
        """Count a failure; nothing listening or a named wait opens at once."""
        self._failures += 1
        at_once = failure.kind is FailureKind.REFUSED or failure.retry_after_seconds > 0
        if at_once or self._failures >= self._allowed_failures or not self.is_closed:
            wait_seconds = self._cooldown_seconds * 2.0**self._openings
            self._openings = min(self._openings + 1, 16)
            wait_seconds = max(wait_seconds, failure.retry_after_seconds)
            self._open_until = self._clock() + min(wait_seconds, self._longest_seconds)
