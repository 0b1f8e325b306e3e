"""Measure answers: `python -m tests.evals.answers [--llm URL] [--sets NAME…] [--search HOW]` prints JSON.

Without `--llm` the model is silent, and what our own reader found is measured alone. Passages are found by rank fusion,
or as the product finds them (`fused`, and `ranked` by the shipped ranker). The halves of each set are its
questions of even and odd position. Features and weights were chosen on the even ones of sourcegraph and northwind,
the threshold on the even ones of all; the odd ones were only looked at as figures.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from chat.answering.answerer import Answerer
from chat.answering.types import Embedder, Question
from chat.guardrails.patterns import PatternGuard
from chat.llm.errors import GenerationFailed
from chat.llm.gateway import Cluster, ClusterGateway, Gateway
from chat.llm.registry import ModelEntry, model_entry
from chat.llm.types import GenerationRequest, Piece
from chat.types import Done, Outcome, Token
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from documents.lexical.lexicon import Lexicon
from documents.types import SearchResult
from project.embedded.models import models_dir
from tests.bench.retrieval import shipped_ranker
from tests.evals.answers_corpus import Asked, MemoryIndex, QuestionSet, northwind, sourcegraph
from tests.evals.answers_demo import demo
from tests.evals.answers_judge import contains_all, contains_fact
from tests.evals.answers_search import ProductIndex

TENANT = UUID(int=1)
PASSAGES = 10


@dataclass(frozen=True, kw_only=True)
class Result:
    """Hold what became of one question."""

    id: str
    question: str
    is_answerable: bool
    outcome: str
    is_right: bool
    is_cited: bool
    has_phrase: bool
    characters: int
    first_token_ms: float | None
    total_ms: float
    answer: str


class SilentGateway:
    """Be a model that never says anything."""

    model: ModelEntry = model_entry("smollm2-135m")

    def stream(self, request: GenerationRequest) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        raise GenerationFailed(f"no model for {request.tenant}")


class Index(Protocol):
    """Find passages for a question."""

    def search(self, question: str, k: int = 10) -> SearchResult: ...


async def measure(
    question_set: QuestionSet,
    gateway: Gateway,
    embedder: Embedder,
    cache: Path | None,
    index: Index | None = None,
) -> list[Result]:
    """Ask every question of a set, one after another."""
    index = index or MemoryIndex(question_set.passages, embedder, cache)
    answerer = Answerer(gateway=gateway, embedder=embedder, lexicon=Lexicon(), guard=PatternGuard())
    return [await _ask(answerer, index, asked) for asked in question_set.questions]


async def _ask(answerer: Answerer, index: Index, asked: Asked) -> Result:
    async def retrieve(question: str) -> SearchResult:
        return await asyncio.to_thread(index.search, question, PASSAGES)

    question = Question(
        id=asked.id, conversation=TENANT, tenant=TENANT, text=asked.text, history=asked.history
    )
    begun_at, done = time.monotonic(), None
    first_token_ms: float | None = None
    async for event in answerer.answer(question, retrieve=retrieve).events():
        if isinstance(event, Token) and first_token_ms is None:
            first_token_ms = _milliseconds_since(begun_at)
        done = event if isinstance(event, Done) else done
    if done is None:
        raise RuntimeError(f"{asked.id} came to no end")
    return Result(
        id=asked.id,
        question=asked.text,
        is_answerable=asked.is_answerable,
        outcome=done.outcome.value,
        is_right=is_right(asked, done.outcome.value, done.answer),
        is_cited=bool({citation.document.external_id for citation in done.citations} & asked.relevant),
        has_phrase="In short: " in done.answer,
        characters=len(done.answer),
        first_token_ms=first_token_ms,
        total_ms=_milliseconds_since(begun_at),
        answer=done.answer,
    )


def _milliseconds_since(begun_at: float) -> float:
    return round((time.monotonic() - begun_at) * 1000, 1)


def is_right(asked: Asked, outcome: str, answer: str) -> bool:
    """Say whether an answer holds the fact, or refuses what nothing answers."""
    if not asked.is_answerable:
        return outcome == Outcome.NO_ANSWER.value
    if outcome != Outcome.ANSWERED.value:
        return False
    if asked.must:
        return contains_all(must=asked.must, must_not=asked.must_not, answer=answer)
    return contains_fact(question=asked.text, reference=asked.reference or "", answer=answer)


def summary(results: Sequence[Result]) -> dict[str, object]:
    """Give the shares and times of some results; None where none is known."""
    answerable = [result for result in results if result.is_answerable]
    others = [result for result in results if not result.is_answerable]
    return {
        "answerable": len(answerable),
        "contains_reference": _share(result.is_right for result in answerable),
        "cites_relevant": _share(result.is_cited for result in answerable),
        "wrongly_refused": _share(result.outcome == "no_answer" for result in answerable),
        "phrased": _share(result.has_phrase for result in answerable),
        "unanswerable": len(others),
        "refused": _share(result.is_right for result in others),
        "characters_median": _median(result.characters for result in answerable),
        "first_token_ms_median": _median(result.first_token_ms for result in results),
        "total_ms_median": _median(result.total_ms for result in results),
    }


def _share(claims: Iterator[bool]) -> float | None:
    known = list(claims)
    return round(sum(known) / len(known), 3) if known else None


def _median(figures: Iterator[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return statistics.median(known) if known else None


async def main() -> None:
    """Measure the sets that were asked for, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llm", default="")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sets", nargs="*", default=["sourcegraph", "northwind", "demo"])
    parser.add_argument("--search", choices=("ranks", "fused", "ranked"), default="ranks")
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args()
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir(), given.threads)
    cluster = Cluster(model=model_entry(given.model), urls=(given.llm,))
    gateway: Gateway = ClusterGateway(cluster) if given.llm else SilentGateway()
    report: dict[str, object] = {}
    for name, sets in _sets(given.sets):
        results: list[Result] = []
        for number, question_set in enumerate(sets):
            cache = given.cache / f"{name}-{number}.pickle" if given.cache else None
            index = _index(given.search, question_set, embedder)
            results += await measure(question_set, gateway, embedder, cache, index)
        report[name] = {"all": summary(results), "even": summary(results[::2]), "odd": summary(results[1::2])}
        if given.details:
            report[f"{name}-details"] = [asdict(result) for result in results]
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")


def _index(search: str, question_set: QuestionSet, embedder: Embedder) -> Index | None:
    if search == "ranks":
        return None
    ranker = shipped_ranker() if search == "ranked" else None
    return ProductIndex(question_set.passages, embedder, ranker)


def _sets(names: Sequence[str]) -> Iterator[tuple[str, list[QuestionSet]]]:
    if "sourcegraph" in names:
        yield "sourcegraph", [sourcegraph()]
    if "northwind" in names:
        yield "northwind", [northwind()]
    if "demo" in names:
        people = list(demo(counting_tokenizer(ALL_MINILM_L6_V2, models_dir())))
        for tenant in ("acme", "globex"):
            yield f"demo-{tenant}", [person for person in people if person.name == f"demo-{tenant}"]


if __name__ == "__main__":
    asyncio.run(main())
