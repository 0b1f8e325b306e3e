"""Time searches before and after small segments are merged: python -m tests.bench.segments [CHUNKS].

The same texts are loaded in bulk, too. Then documents of one segment are given other readers, one by one and together.
Everything is of one run, so that ratios hold whatever else the machine does.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median
from typing import Any

import pytest

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from django.db import connection, transaction

from documents.indexing import parse
from documents.models import Chunk, IndexVersion
from documents.search.corpus import (
    NewChunk,
    lock_corpus,
    place_chunks,
    place_many,
    remove_chunks,
    write_chunks,
)
from documents.search.segments import has_late_group, merge, next_group
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.computing import cpu_seconds
from tests.bench.corpora import DATA, leave_without_data
from tests.bench.search import RandomEmbedder, load, measure
from tests.factories import cast

PLACED = 500
REMOVED = 20
LOOKED = 9


def one_by_one(chunks: Sequence[NewChunk]) -> None:
    """Write each chunk as a segment of its own, as single uploads do."""
    for chunk in chunks:
        write_chunks([chunk])


def segment_count() -> int:
    """Return how many segments hold postings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segment) FROM posting")
        return int(cursor.fetchall()[0][0])


def merged(owner: Actor) -> dict[str, float]:
    """Merge all that is due; return how many segments there were and are, and how long that took."""
    times: list[float] = []
    busy = cpu_seconds()
    with tenant_scope(owner.tenant):
        with transaction.atomic():
            before = segment_count()
        while True:
            begun = time.perf_counter()
            with transaction.atomic():
                lock_corpus(owner.tenant)
                group = next_group()
                if not group:
                    break
                merge(group)
            times.append(1000 * (time.perf_counter() - begun))
        with transaction.atomic():
            after = segment_count()
    cpu = {"cpu_ms": 1000 * (cpu_seconds() - busy)}
    figures = cpu | {"total_ms": sum(times), "longest_ms": max(times), "mean_ms": sum(times) / len(times)}
    return {"before": before, "after": after, **{name: round(ms, 1) for name, ms in figures.items()}}


def looked(owner: Actor) -> dict[str, float]:
    """Return how many milliseconds each look for what is to be merged takes, in the median."""
    times: dict[str, list[float]] = {"at_all": [], "at_the_latest": []}
    with tenant_scope(owner.tenant), transaction.atomic():
        for _ in range(LOOKED):
            for name, look in (("at_all", next_group), ("at_the_latest", has_late_group)):
                begun = time.perf_counter()
                look()
                times[name].append(1000 * (time.perf_counter() - begun))
    return {name: round(median(ms), 2) for name, ms in times.items()}


def searched(owner: Actor, questions: list[str]) -> dict[str, float]:
    """Return how long searches by words take, put in order by nothing else."""
    return measure(owner, questions, mode="lexical", rerank=False)


def removed(owner: Actor) -> float:
    """Return how many milliseconds the removal of one passage takes, in the median, and leave everything there."""
    times: list[float] = []
    with tenant_scope(owner.tenant), transaction.atomic():
        lock_corpus(owner.tenant)
        index_ids = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
        ids = list(Chunk.objects.order_by("pk").values_list("pk", flat=True))
        for chunk_id in ids[:: len(ids) // REMOVED]:
            begun = time.perf_counter()
            remove_chunks([chunk_id], index_ids)
            times.append(1000 * (time.perf_counter() - begun))
        transaction.set_rollback(True)
    return round(median(times), 1)


def placed(owner: Actor) -> dict[str, float]:
    """Return how long it takes to give the documents of one segment other readers, one by one and together."""
    with tenant_scope(owner.tenant), transaction.atomic():
        lock_corpus(owner.tenant)
        index_ids = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
        rows = Chunk.objects.order_by("-pk").values_list("pk", "collection_id", "audience_id")
        chunks = list(islice(rows, PLACED))
        collection = chunks[0][1]
        ids = [pk for pk, *_ in chunks]
        begun = time.perf_counter()
        for chunk_id in ids:
            place_chunks([chunk_id], index_ids, collection_id=collection, audience_id=-1)
        one_by_one = time.perf_counter() - begun
        begun = time.perf_counter()
        place_many({(collection, chunks[0][2]): ids}, index_ids)
        together = time.perf_counter() - begun
    figures = {"one_by_one_ms": 1000 * one_by_one, "together_ms": 1000 * together}
    return {"documents": PLACED, **{name: round(ms, 1) for name, ms in figures.items()}}


def questions() -> Iterator[str]:
    """Yield questions of the open set."""
    yield from (json.loads(line)["text"] for line in (DATA / "scifact" / "queries.jsonl").open())


def main(count: int) -> None:
    """Print the figures as JSON."""
    asked = list(islice(questions(), 100))
    with servers() as patch:
        for name in ("search.questions.query_embedder", "indexing.engines.passage_embedder"):
            patch.setattr(f"documents.{name}", lambda embedder: RandomEmbedder())
        grown, loaded = (cast.actor(cast.make_tenant(name), name) for name in ("ada", "max"))
        with pytest.MonkeyPatch.context() as alone:
            alone.setattr(parse, "write_chunks", one_by_one)
            alone.setattr(parse, "has_late_group", lambda: False)
            load(grown, count)
        load(loaded, count)
        figures: dict[str, Any] = {"grown": searched(grown, asked), "removing_ms": {"grown": removed(grown)}}
        figures["looking_ms"] = {"grown": looked(grown)}
        figures["merging"] = merged(grown)
        figures["looking_ms"]["merged"] = looked(grown)
        figures["removing_ms"]["merged"] = removed(grown)
        figures |= {"merged": searched(grown, asked), "in_bulk": searched(loaded, asked)}
        print(
            json.dumps({"bench": "segments", "chunks": count, **figures, "placing": placed(loaded)}, indent=2)
        )


if __name__ == "__main__":
    leave_without_data("segments")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
