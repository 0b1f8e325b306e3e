"""Compare ingest end to end with bare encoding, in one run: python -m tests.bench.ingest [DOCUMENTS]."""

import json
import sys
import time
from itertools import islice

import pytest

from tests import environment  # isort: skip  # first: it sets Django up

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from documents.actions import bulk, collections
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import embedder_entry
from documents.ingest.split import embedded_text
from documents.ingest.types import Chunk
from documents.models import Chunk as ChunkRow
from project.kernel.db import shared_scope, tenant_scope
from tenants.types import Actor
from tests.bench.corpora import DATA, leave_without_data
from tests.bench.search import cpu_seconds
from tests.factories import cast, jobs


def lines(count: int) -> list[bytes]:
    """Return lines of a bulk upload."""
    rows = (json.loads(line) for line in (DATA / "raydocs" / "corpus.jsonl").open())
    return [
        json.dumps(
            {"external_id": row["_id"], "title": row["title"], "text": row["text"], "collection": "ray"}
        ).encode()
        for row in islice((row for row in rows if row["text"].strip()), count)
    ]


def ingest(owner: Actor, count: int) -> tuple[float, float]:
    """Load documents through the bulk door; return seconds by the clock and of computing."""
    with tenant_scope(owner.tenant):
        collections.create(actor=owner, slug="ray", name="Ray")
        bulk.load(actor=owner, lines=lines(count))
    begun, busy = time.perf_counter(), cpu_seconds()
    jobs.run_all()
    return time.perf_counter() - begun, cpu_seconds() - busy


def encode(owner: Actor) -> tuple[int, float, float]:
    """Encode the same texts by the same runtime and nothing else; return chunks, seconds, seconds of computing."""
    with tenant_scope(owner.tenant), transaction.atomic():
        rows = list(ChunkRow.objects.select_related("document").order_by("pk"))
    texts = [
        embedded_text(
            Chunk(
                ordinal=row.ordinal,
                text=row.text,
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
    embedder = create_cpu_embedder(embedder_entry(settings.EMBEDDER), settings.MODELS_DIR)
    embedder.embed_passages(texts[:16])
    begun, busy = time.perf_counter(), cpu_seconds()
    embedder.embed_passages(texts)
    return len(texts), time.perf_counter() - begun, cpu_seconds() - busy


def main(count: int) -> None:
    """Print the figures as JSON."""
    environment.services.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("project.kernel.jobs.ledger.ring", lambda queue: None)
        with shared_scope():
            call_command("migrate", verbosity=0, stdout=sys.stderr)
        # The models are loaded, and the libraries, before anything is measured.
        ingest(cast.actor(cast.make_tenant("max"), "max"), 20)
        owner = cast.actor(cast.make_tenant("ada"), "ada")
        seconds, busy = ingest(owner, count)
        chunks, bare_seconds, bare_busy = encode(owner)
    environment.services.stop()
    figures = {
        "bench": "ingest",
        "documents": count,
        "chunks": chunks,
        "ingest_chunks_per_second": round(chunks / seconds, 1),
        "encoding_chunks_per_second": round(chunks / bare_seconds, 1),
        "ingest_of_encoding": round(bare_seconds / seconds, 3),
        "ingest_of_encoding_cpu": round(bare_busy / busy, 3),
        "beside_encoding_cpu_ms_per_chunk": round(1000 * (busy - bare_busy) / chunks, 3),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    leave_without_data("ingest")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
