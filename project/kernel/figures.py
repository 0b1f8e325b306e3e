"""Count and time what operators watch; no label ever carries what a tenant wrote, or whose it is."""

import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from prometheus_client import Counter, Gauge, Histogram

REQUEST_SECONDS = Histogram(
    "raglan_http_request_seconds",
    "How long requests took until their answer began.",
    ["method", "route", "status"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)
SOCKETS_OPEN = Gauge("raglan_sockets_open", "WebSockets that are open in this process.")
_ANSWERS = Counter("raglan_answers", "Answers that this process ended, by their outcome.", ["outcome"])
_FIRST_TOKEN_SECONDS = Histogram(
    "raglan_answer_first_token_seconds",
    "How long a question waited for the first token of its answer.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30),
)
_MODEL_CALLS = Counter(
    "raglan_model_calls", "Requests to model servers, by how they ended.", ["endpoint", "outcome"]
)


# What the apps above count in the database: by the name of a gauge, what it says, and what counts it by its kind.
COUNTED: dict[str, tuple[str, Callable[[], Mapping[str, int]]]] = {}


class AnswerFigures:
    """Time one answer to its first token, and count how it ended."""

    def __init__(self) -> None:
        """Begin to wait."""
        self._begun_at: float | None = time.monotonic()

    def token(self) -> None:
        """Note the first token; later ones change nothing."""
        if self._begun_at is not None:
            _FIRST_TOKEN_SECONDS.observe(time.monotonic() - self._begun_at)
            self._begun_at = None

    def end(self, outcome: str) -> None:
        """Count the end."""
        _ANSWERS.labels(outcome=outcome).inc()


def count_model_call(url: str, outcome: str) -> None:
    """Count a request to a model server, which is named without the password that its address may hold."""
    _MODEL_CALLS.labels(endpoint=urlsplit(url).netloc.rpartition("@")[2], outcome=outcome).inc()
