"""Bound how long the statements of a piece of work may run."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg.errors
from django.db import OperationalError

from project.kernel.errors import Unavailable

_seconds: ContextVar[float | None] = ContextVar("raglan_statement_seconds", default=None)


@contextmanager
def limited_statements(seconds: float, *, what: str) -> Iterator[None]:
    """Let no statement of a tenant's transaction that begins inside run longer; raise Unavailable where one would.

    `what` names the work for the person who waits for it: "The search".
    """
    token = _seconds.set(seconds)
    try:
        yield
    except OperationalError as failure:
        if isinstance(failure.__cause__, psycopg.errors.QueryCanceled):
            raise Unavailable(f"{what} took longer than {seconds:g} seconds and was stopped.") from failure
        raise
    finally:
        _seconds.reset(token)


def statement_milliseconds() -> int | None:
    """Return how long a statement of a transaction that begins now may run; None where it may take its time."""
    seconds = _seconds.get()
    return None if seconds is None else max(round(seconds * 1000), 1)
