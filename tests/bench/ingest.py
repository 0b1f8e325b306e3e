"""Compare ingest end to end with bare encoding, in one run: python -m tests.bench.ingest [DOCUMENTS].

In each of three runs the same texts are ingested by worker processes and once more in one process, then encoded and
nothing else: by the same backend at the batch size at which it is fastest here, and by sentence-transformers in batches
of 32. What embeds has one thread each time; the workers read, cut and write beside it, as far as there are cores.
Ratios are taken within a run.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from django.conf import settings
from django.db import transaction

from documents.actions import bulk, collections
from documents.context import passage_embedder
from documents.embedding.create import create_embedder
from documents.embedding.registry import embedder_entry
from documents.embedding.types import Vectors
from documents.ingest.split import embedded_text
from documents.ingest.types import Chunk
from documents.models import Chunk as ChunkRow
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.bench.computing import Computed, computed, computed_since, medians
from tests.bench.corpora import DATA, leave_without_data
from tests.bench.workers import seconds_until_ready, worker_processes
from tests.factories import cast, jobs
from workers.garbage import collect_seldom

RUNS = 3
WARMING = 64
BATCH_SIZES, TRIED_TEXTS = (8, 16, 32), 128
DEVICE_BATCH_SIZES, TRIED_ON_DEVICE = (64, 128, 256, 512), 2_048
COMPARED_BATCH = 32
# Every so many of the texts are encoded by sentence-transformers, which takes three times as long for each.
SAMPLED = 4
Encode = Callable[[Sequence[str]], Any]


def lines(count: int) -> Iterator[bytes]:
    """Yield lines of a bulk upload; beyond the corpus its texts come again under other titles."""
    path = DATA / "raydocs" / "corpus.jsonl"
    rows = [row for row in map(json.loads, path.read_text().splitlines()) if row["text"].strip()]
    for number, row in enumerate(islice(cycle(rows), count)):
        again = f" {number // len(rows)}" if number >= len(rows) else ""
        line = {"external_id": row["_id"] + again, "title": row["title"] + again, "text": row["text"]}
        yield json.dumps({**line, "collection": "ray"}).encode()


class TimedEmbedder:
    """Embed as ingest does, and add up what that takes of this process."""

    def __init__(self) -> None:
        """Load the model."""
        self._embedder = passage_embedder(settings.EMBEDDER)
        self.cpu_seconds = 0.0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 of unit length."""
        begun = time.process_time()
        vectors = self._embedder.embed_passages(texts)
        self.cpu_seconds += time.process_time() - begun
        return vectors


class Inline(Executor):
    """Embed in the caller's thread, so that what is computed meanwhile is embedding alone."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call at once."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def ingest(owner: Actor, count: int) -> Computed:
    """Load documents in this process; return what it took, from the first line that is accepted."""
    accept = accepting(owner, count)
    begun = computed()
    with tenant_scope(owner.tenant):
        accept()
    jobs.run_all()
    return computed_since(begun)


def accepting(owner: Actor, count: int) -> Callable[[], object]:
    """Return what sends documents through the bulk door."""
    sent = list(lines(count))
    with tenant_scope(owner.tenant):
        collections.create(actor=owner, slug="ray", name="Ray")
    return lambda: bulk.load(actor=owner, lines=iter(sent))


def embedded_texts(owner: Actor) -> list[str]:
    """Return what was embedded, a text for each chunk."""
    with tenant_scope(owner.tenant), transaction.atomic():
        rows = list(ChunkRow.objects.select_related("document").order_by("pk"))
    return [
        embedded_text(
            Chunk(
                ordinal=row.ordinal,
                text=row.text,
                head=row.head,
                page=row.page,
                section=tuple(row.section),
                start=row.start,
                end=row.end,
                tokens=row.tokens,
            ),
            row.document.title,
        )
        for row in rows
    ]


def backend(texts: Sequence[str]) -> tuple[int, Encode]:
    """Return the backend that ingest uses, at the batch size at which it is fastest with these texts, and the size."""
    embedder: Any = create_embedder(embedder_entry(settings.EMBEDDER), settings.MODELS_DIR)
    embedder.embed_passages(texts[:16])
    seconds = {}
    for size in batch_sizes():
        embedder.batch_size, begun = size, time.perf_counter()
        embedder.embed_passages(texts)
        seconds[size] = time.perf_counter() - begun
    embedder.batch_size = min(seconds, key=lambda size: seconds[size])
    return embedder.batch_size, embedder.embed_passages


def has_device() -> bool:
    """Say whether ingest embeds on a device here."""
    from documents.embedding.cuda import has_cuda  # imported late: it takes seconds

    return has_cuda()


def batch_sizes() -> tuple[int, ...]:
    """Return the sizes to try."""
    return DEVICE_BATCH_SIZES if has_device() else BATCH_SIZES


def sentence_transformers() -> Encode:
    """Return sentence-transformers in full precision, where and on as many threads as the backend is: one."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    entry, device = embedder_entry(settings.EMBEDDER), "cuda" if has_device() else "cpu"
    bare = SentenceTransformer(
        str(entry.weights_dir()), device=device, local_files_only=True, model_kwargs={"dtype": torch.float32}
    )
    bare.max_seq_length = entry.max_tokens
    bare.encode(["Warm."])
    return lambda texts: bare.encode(
        list(texts), batch_size=COMPARED_BATCH, normalize_embeddings=True, show_progress_bar=False
    )


def measured(encode: Encode, texts: Sequence[str]) -> Computed:
    """Return what encoding alone takes."""
    begun = computed()
    encode(texts)
    return computed_since(begun)


@dataclass(frozen=True, kw_only=True)
class Encoders:
    """Hold what ingest embeds by, the same backend by itself, and what it is compared with."""

    inside: TimedEmbedder
    bare: Encode
    compared: Encode


def by_workers(count: int) -> float:
    """Return how long worker processes take; they run meanwhile alone, or they would do the work of this process."""
    with worker_processes():
        warming, measuring = (cast.actor(cast.make_tenant("max"), "max") for _ in range(2))
        seconds_until_ready(warming, WARMING, accepting(warming, WARMING))
        return seconds_until_ready(measuring, count, accepting(measuring, count))


def run(count: int, encoders: Encoders) -> dict[str, float]:
    """Ingest and encode once; return the figures and their ratios."""
    seconds = by_workers(count)
    owner = cast.actor(cast.make_tenant("ada"), "ada")
    before = encoders.inside.cpu_seconds
    whole = ingest(owner, count)
    inside = encoders.inside.cpu_seconds - before
    texts = embedded_texts(owner)
    # A text that comes twice is embedded once.
    distinct = list(dict.fromkeys(texts))
    sample = distinct[::SAMPLED]
    bare, others = measured(encoders.bare, distinct), measured(encoders.compared, sample)
    chunks = len(texts)
    compared_per_second = len(sample) / others.clock
    return {
        "chunks": chunks,
        "ingest_chunks_per_second": round(chunks / seconds, 1),
        "one_process_chunks_per_second": round(chunks / whole.clock, 1),
        "bare_chunks_per_second": round(chunks / bare.clock, 1),
        "sentence_transformers_chunks_per_second": round(compared_per_second, 1),
        "ingest_of_bare": round(bare.clock / seconds, 3),
        "one_process_of_bare": round(bare.clock / whole.clock, 3),
        "one_process_of_bare_cpu": round(bare.both / whole.both, 3),
        "ingest_of_sentence_transformers": round(chunks / seconds / compared_per_second, 3),
        "beside_encoding_client_cpu_ms": round(1000 * (whole.client - inside) / chunks, 3),
        "beside_encoding_postgresql_cpu_ms": round(1000 * whole.server / chunks, 3),
        "beside_encoding_cpu_ms": round(1000 * (whole.both - inside) / chunks, 3),
    }


def main(count: int) -> None:
    """Print the figures as JSON."""
    with servers() as patch:
        # The models are loaded, and the libraries, before anything is measured.
        timed = TimedEmbedder()
        patch.setattr("documents.indexing.engines.passage_embedder", lambda embedder: timed)
        patch.setattr("documents.indexing.encoding._thread", Inline())
        collect_seldom()  # as a worker does
        first = cast.actor(cast.make_tenant("max"), "max")
        tried = TRIED_ON_DEVICE if has_device() else TRIED_TEXTS
        ingest(first, tried // 2)
        size, encode = backend(embedded_texts(first)[:tried])
        encoders = Encoders(inside=timed, bare=encode, compared=sentence_transformers())
        runs = [run(count, encoders) for _ in range(RUNS)]
    figures = {"bench": "ingest", "documents": count, "best_batch_size": size}
    print(json.dumps({**figures, "median": medians(runs), "runs": runs}, indent=2))


if __name__ == "__main__":
    leave_without_data("ingest")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
