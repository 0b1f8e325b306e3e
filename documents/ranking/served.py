"""Rank through a Text Embeddings Inference server.

https://github.com/huggingface/text-embeddings-inference: POST /rerank, GET /info.
"""

from collections.abc import Mapping, Sequence
from math import isfinite, log
from time import monotonic
from typing import Any

import httpx

from documents.ranking.ranker import RankerDown
from documents.ranking.texts import shown_text
from documents.types import Passage

# TEI takes at most 32 texts in a request unless its operator allows more (--max-client-batch-size).
TEXTS_AT_ONCE = 32
# Scores of so many texts take a few kilobytes.
MOST_BYTES = 1_000_000
LEAST_CHANCE = 1e-9


class ServedRanker:
    """Ask a server for scores, which are chances between 0 and 1 there, and logits here."""

    def __init__(
        self, url: str, *, key: str = "", seconds: float, client: httpx.Client | None = None
    ) -> None:
        """Keep one pool of connections; no redirect is followed, for the key goes to this server alone."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        base = url.rstrip("/") + "/"
        self._client = client or httpx.Client(
            base_url=base, headers=headers, timeout=seconds, follow_redirects=False
        )
        self._seconds = seconds
        self._place = httpx.URL(base).host
        self._model = ""

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    @property
    def name(self) -> str:
        """Return what the server says it serves, once it was asked, and its revision."""
        return self._model or f"tei:{self._place}"

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return the scores of the pairs; raise RankerDown."""
        texts = [shown_text(passage) for passage in passages]
        scores: list[float] = []
        for first in range(0, len(texts), TEXTS_AT_ONCE):
            scores += self._ask(question, texts[first : first + TEXTS_AT_ONCE])
        self._model = self._model or self._served_model()
        return _logits(scores)

    def _ask(self, question: str, texts: list[str]) -> list[float]:
        body = {"query": question, "texts": texts, "truncate": True}
        said = self._call("POST", "rerank", json=body)
        scores: dict[int, float] = {}
        try:
            for one in said:
                scores[int(one["index"])] = float(one["score"])
        except (KeyError, TypeError, ValueError) as wrong:
            raise RankerDown(f"The server of {self._place} gave no scores: {wrong!r}") from wrong
        if scores.keys() != set(range(len(texts))):
            raise RankerDown(
                f"The server of {self._place} gave scores for {len(scores)} of {len(texts)} texts."
            )
        return [scores[place] for place in range(len(texts))]

    def _served_model(self) -> str:
        said = self._call("GET", "info")
        if not isinstance(said, Mapping) or not isinstance(said.get("model_id"), str):
            return ""
        revision = str(said.get("model_sha") or "")[:12]
        return f"{said['model_id']}-{revision}"[:80].rstrip("-")

    def _call(self, method: str, path: str, **asked: Any) -> Any:
        ends = monotonic() + self._seconds
        try:
            with self._client.stream(method, path, **asked) as answer:
                if not answer.is_success:
                    raise RankerDown(f"The server of {self._place} answered {answer.status_code}.")
                content = b""
                for part in answer.iter_bytes():
                    content += part
                    if len(content) > MOST_BYTES or monotonic() > ends:
                        raise RankerDown(f"The server of {self._place} answered without end.")
            return httpx.Response(200, content=content).json()
        except (httpx.HTTPError, ValueError) as failure:
            raise RankerDown(f"The server of {self._place} gave no scores: {failure!r}") from failure


def _logits(scores: list[float]) -> list[float]:
    # A server that was asked for raw scores by its operator gives some beyond 0 and 1: all stand as they are.
    if not all(isfinite(score) and 0 <= score <= 1 for score in scores):
        return scores
    chances = [min(max(score, LEAST_CHANCE), 1 - LEAST_CHANCE) for score in scores]
    return [log(chance / (1 - chance)) for chance in chances]
