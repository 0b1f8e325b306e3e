"""Bound the retries to a share of the requests, so that a failing cluster is not asked twice as much."""


class RetryBudget:
    """Let `ratio` of the requests be retried, and `reserve` retries more after a quiet time.

    The scheme is Finagle's retry budget: https://twitter.github.io/finagle/guide/Clients.html#retries
    """

    def __init__(self, *, ratio: float, reserve: int) -> None:
        """Begin with a full reserve."""
        self._ratio = ratio
        self._reserve = float(reserve)
        self._balance = float(reserve)

    def deposit(self) -> None:
        """Count one request."""
        self._balance = min(self._balance + self._ratio, self._reserve)

    def withdraw(self) -> bool:
        """Take one retry, or say that there is none left."""
        if self._balance < 1.0:
            return False
        self._balance -= 1.0
        return True
