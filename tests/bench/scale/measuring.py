"""Measure the search of one tenant: times, recall, what filters leave, frequent against rare words, bytes."""

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from typing import Any
from unittest.mock import patch

import numpy as np
from django.db import connection, transaction

from documents.embedding.types import Vectors
from documents.search import lexical_leg, passages
from documents.search.asking import checked
from documents.search.retrieval import candidates_of
from documents.search.vectors import table_of
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.computing import cpu_seconds
from tests.bench.scale.texts import sample

WARMING, ROUNDS, NEAREST, ASKED = 30, 200, 10, 50
# Documents of a thousand that a filter leaves.
LEFT = (1, 10, 100, 500, 1_000)
TABLES = ("chunk", "posting", "visibility", "document", "document_version")
Milliseconds = dict[str, float]


class KnownQuestions:
    """Give the questions of the open sets the vectors that they have, at no cost."""

    def __init__(self) -> None:
        """Read them."""
        self._known = dict(zip(sample().questions, sample().asked, strict=True))

    def embed_query(self, text: str) -> Vectors:
        """Return (384,) float32 of unit length; what is no question of the sets has the place of one."""
        vector: Vectors = self._known.get(text, sample().asked[0])
        return vector


def times(ask: Callable[[str], float], questions: Sequence[str], rounds: int = ROUNDS) -> Milliseconds:
    """Return percentiles of what `ask` says a question took, and the computing of both sides of the database."""
    for question in islice(cycle(questions), WARMING):
        ask(question)
    busy = cpu_seconds()
    took = [ask(question) for question in islice(cycle(questions), rounds)]
    busy = cpu_seconds() - busy
    p50, p95, p99 = np.percentile(took, [50, 95, 99])
    return {
        "p50_ms": round(p50, 2),
        "p95_ms": round(p95, 2),
        "p99_ms": round(p99, 2),
        "least_ms": round(min(took), 2),
        "cpu_ms": round(1000 * busy / rounds, 2),
    }


def searching(actor: Actor, **wanted: Any) -> Callable[[str], float]:
    """Return what searches as this actor, and says how many milliseconds that took beside embedding."""

    def ask(question: str) -> float:
        found = passages(actor=actor, question=question, **wanted)
        return found.timings_ms["total"] - found.timings_ms["embed"]

    return ask


def in_sql(actor: Actor) -> Callable[[str], float]:
    """Return what searches, and says how many milliseconds the statements took, as this side saw it."""

    def ask(question: str) -> float:
        laps = passages(actor=actor, question=question).timings_ms
        return laps["view"] + laps["legs"]

    return ask


def recall(actor: Actor, index_id: int) -> float:
    """Return which share of the ten nearest an owner's search finds."""
    shares = []
    for question in sample().questions[:ASKED]:
        wanted = checked(actor, question, NEAREST, "dense", (), {})
        # Before those that say the same are put behind the others.
        rows = sorted((row for _, rows in candidates_of(wanted) for row in rows), key=lambda row: -row[0])
        shares.append(len({row[3] for row in rows[:NEAREST]} & _nearest(index_id, question)) / NEAREST)
    return round(float(np.mean(shares)), 4)


@transaction.atomic
def _nearest(index_id: int, question: str) -> set[Any]:
    vector = "[" + ",".join(map(repr, KnownQuestions().embed_query(question).tolist())) + "]"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan TO off")
        cursor.execute(
            f"SELECT c.key FROM (SELECT chunk_id, vector <#> %s::halfvec AS d FROM {table_of(index_id)} OFFSET 0) e"
            f" JOIN chunk c ON c.id = e.chunk_id ORDER BY d LIMIT {NEAREST}",
            [vector],
        )
        return {row[0] for row in cursor.fetchall()}


def filters(actor: Actor, count: int) -> dict[str, dict[str, Any]]:
    """Return times by how much a filter leaves, and whether all of `min(k, matches)` came."""
    found: dict[str, dict[str, Any]] = {}
    for left in LEFT:
        wanted: dict[str, Any] = {"filter": {"n": {"lt": left}}, "k": 50}
        short = 0
        for question in sample().questions[:ASKED]:
            results = passages(actor=actor, question=question, **wanted).passages
            short += len(results) < min(50, count * left // 1_000)
        figures = times(searching(actor, **wanted), sample().questions, ASKED)
        found[f"{left / 10:g} %"] = {"short": short, **figures}
    return found


def words(actor: Actor) -> dict[str, dict[str, Any]]:
    """Return times of questions of frequent and of rare words, and the share of the exact top ten that is kept."""
    return {kind: _asked_by_words(actor, questions) for kind, questions in _questions_by_words().items()}


@transaction.atomic
def _questions_by_words() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term FROM posting WHERE term ~ '^[a-z]{4,}$' GROUP BY term ORDER BY sum(size) DESC LIMIT 4000"
        )
        terms = [row[0] for row in cursor.fetchall()]
    random = np.random.default_rng(3)
    kinds = {"frequent": terms[:60], "rare": terms[3_000:]}
    return {
        kind: [" ".join(random.choice(few, 4, False)) for _ in range(ASKED)] for kind, few in kinds.items()
    }


def _asked_by_words(actor: Actor, questions: list[str]) -> dict[str, Any]:
    found = times(searching(actor, mode="lexical"), questions, ASKED)
    bounded = [_best(actor, question) for question in questions]
    # As if there were always room for one more term.
    with patch.object(lexical_leg, "CHOOSING_POSTINGS", 10**9):
        read_through = times(searching(actor, mode="lexical"), questions, ASKED)
        exact = [_best(actor, question) for question in questions]
    kept = [len(some & all_) / max(len(all_), 1) for some, all_ in zip(bounded, exact, strict=True)]
    return {**found, "top_ten_kept": round(float(np.mean(kept)), 4), "read_through": read_through}


def _best(actor: Actor, question: str) -> set[Any]:
    found = passages(actor=actor, question=question, mode="lexical", k=NEAREST).passages
    return {passage.chunk_id for passage in found}


@transaction.atomic
def bytes_per_chunk(index_id: int, count: int) -> dict[str, float]:
    """Return what the tables take with their indexes, for a chunk."""
    found = {}
    with connection.cursor() as cursor:
        for table in (*TABLES, table_of(index_id)):
            cursor.execute("SELECT pg_total_relation_size(to_regclass(%s))", [table])
            found["vectors" if table == table_of(index_id) else table] = round(cursor.fetchone()[0] / count)
    return {**found, "all": sum(found.values())}


def measure(owner: Actor, member: Actor, index_id: int, count: int) -> dict[str, Any]:
    """Return all figures of a tenant."""
    questions = sample().questions
    begun = time.monotonic()
    with tenant_scope(owner.tenant):
        found = {
            "hybrid_sql": times(in_sql(member), questions),
            "hybrid": times(searching(member), questions),
            "hybrid_owner": times(searching(owner), questions),
            "dense": times(searching(member, mode="dense"), questions),
            "lexical": times(searching(member, mode="lexical"), questions),
            "recall_at_10": recall(owner, index_id),
            "filters": filters(owner, count),
            "words": words(member),
            "bytes_per_chunk": bytes_per_chunk(index_id, count),
        }
    return {**found, "measured_in_seconds": round(time.monotonic() - begun)}
