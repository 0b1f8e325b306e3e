"""Time searches of now, with a past that is kept and without, and as of it: python -m tests.bench.as_of [DOCUMENTS].

Two tenants have the same documents, each rewritten three times; one keeps what was replaced, the other nothing. Their
searches are taken in turns, so that both meet the same machine.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

import numpy as np

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from django.db import transaction

from documents.actions import bulk, collections
from documents.search import passages
from documents.search.settings import SearchSettings
from documents.search.tuning import write_tuning
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.corpora import DATA, leave_without_data
from tests.bench.search import RandomEmbedder
from tests.factories import cast, jobs

VERSIONS, TURNS, WARMING = 4, 200, 20
FIRST = SearchSettings().past_days


def lines(count: int, version: int) -> Iterator[bytes]:
    """Yield the documents as they are in one version, each short enough to be one chunk."""
    rows = [json.loads(line) for line in (DATA / "scifact" / "corpus.jsonl").open()]
    for number, row in enumerate(islice(cycle(rows), count)):
        text = f"{row['text'][:600]} {number} in version {version}"
        line = {"external_id": str(number), "title": row["title"], "text": text, "collection": "science"}
        yield json.dumps(line).encode()


def grow(owner: Actor, count: int, past_days: int) -> str:
    """Load each version after the other; return a moment at which the first one was in force."""
    then = ""
    with tenant_scope(owner.tenant):
        collections.create(actor=owner, slug="science", name="Science")
        with transaction.atomic():
            write_tuning("search", {"past_days": past_days})
    for version in range(VERSIONS):
        with tenant_scope(owner.tenant):
            bulk.load(actor=owner, lines=lines(count, version))
        jobs.run_all()
        then = then or datetime.now(UTC).isoformat()
    return then


def took(actor: Actor, question: str, **wanted: Any) -> float:
    """Return the milliseconds that one search spends in the database: what is seen, and both legs."""
    with tenant_scope(actor.tenant):
        found = passages(actor=actor, question=question, rerank=False, **wanted)
    return found.timings_ms["view"] + found.timings_ms["legs"]


def main(count: int) -> None:
    """Print percentiles, and how much longer a search of now takes where a past is kept."""
    questions = [json.loads(line)["text"] for line in (DATA / "scifact" / "queries.jsonl").open()][:100]
    with servers() as patch:
        patch.setattr("documents.search.questions.query_embedder", lambda embedder: RandomEmbedder())
        patch.setattr("documents.indexing.engines.passage_embedder", lambda embedder: RandomEmbedder())
        keeping, without = (cast.actor(cast.make_tenant(name), name) for name in ("ada", "eve"))
        then = grow(keeping, count, FIRST)
        grow(without, count, 0)
        times: dict[str, list[float]] = {"past kept": [], "no past": [], "as of the first": []}
        for turn, question in enumerate(islice(cycle(questions), WARMING + TURNS)):
            ways = [("past kept", keeping, ""), ("no past", without, ""), ("as of the first", keeping, then)]
            # Whoever comes second finds the question read already: each is first as often.
            for name, actor, as_of in ways if turn % 2 else reversed(ways):
                milliseconds = took(actor, question, as_of=as_of)
                if turn >= WARMING:
                    times[name].append(milliseconds)
    medians = {name: round(float(np.median(each)), 2) for name, each in times.items()}
    tails = {name: round(float(np.percentile(each, 95)), 2) for name, each in times.items()}
    ratio = round(medians["past kept"] / medians["no past"], 3)
    print(
        json.dumps(
            {"bench": "as_of", "documents": count, "p50_ms": medians, "p95_ms": tails, "ratio_of_p50": ratio},
            indent=2,
        )
    )


if __name__ == "__main__":
    leave_without_data("as_of")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
