"""Time one document of a company while another loads ten thousand: python -m tests.bench.fairness [DOCUMENTS].

By the clock, with the real processes: from the answer to the upload until the document answers, alone and beside the
load. The load is left unfinished.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import count

from tests import environment  # isort: skip  # first: it sets Django up

from django.core.files.base import File
from django.core.management import call_command
from django.db import connections, transaction

from documents.access import access_document
from documents.actions import bulk, collections, library
from documents.actions.library import Upload
from documents.types import Status
from project.kernel.db import shared_scope, tenant_scope
from tenants.types import Actor
from tests.factories import cast
from tests.stack import Stack

ALONE, BESIDE = 5, 8
# So that some of the uploads meet the reading of the load, and some its embedding.
REST_SECONDS = 8.0
MOST_SECONDS = 300.0
SENTENCE = "The pump of line {n} is greased every {n} days by the shift lead, who signs form FRM-{n}. "
_numbers = count(1)


def text() -> str:
    """Return three passages that no other document has."""
    return "\n\n".join(f"# Part {part}\n{SENTENCE.format(n=next(_numbers)) * 5}" for part in range(3))


def lines(documents: int) -> Iterator[bytes]:
    """Return what a bulk upload sends."""
    for number in range(documents):
        line = {
            "external_id": f"pump-{number}",
            "title": f"Pump {number}",
            "text": text(),
            "collection": "docs",
        }
        yield json.dumps(line).encode()


def seconds_until_ready(actor: Actor) -> float:
    """Upload one document as a person does, and return how long it takes until it answers."""
    file = File(BytesIO(text().encode()), name="pump.md")
    with tenant_scope(actor.tenant):
        begun = time.monotonic()
        upload = Upload(file=file, filename="pump.md", content_type="text/markdown", collection="docs")
        sent = library.upload(actor=actor, upload=upload)
        while not _is_ready(actor, sent.document_id) and time.monotonic() - begun < MOST_SECONDS:
            time.sleep(0.05)
        return round(time.monotonic() - begun, 2)


@transaction.atomic
def _is_ready(actor: Actor, document_id: object) -> bool:
    return access_document(actor=actor, document_id=document_id).status == Status.READY  # type: ignore[arg-type]


def measure(documents: int) -> dict[str, object]:
    """Return the seconds alone and beside the load."""
    small, large = (cast.actor(cast.make_tenant(name), name) for name in ("ada", "max"))
    for actor in (small, large):
        with tenant_scope(actor.tenant):
            collections.create(actor=actor, slug="docs", name="Docs")
    seconds_until_ready(small)  # the workers load their models
    alone = [seconds_until_ready(small) for _ in range(ALONE)]
    with tenant_scope(large.tenant):
        bulk.load(actor=large, lines=lines(documents))
    beside = []
    for _ in range(BESIDE):
        beside.append(seconds_until_ready(small))
        time.sleep(REST_SECONDS)
    medians = {"alone": statistics.median(alone), "beside": statistics.median(beside)}
    return {"alone_seconds": alone, "beside_seconds": beside, "median_seconds": medians}


def main(documents: int) -> None:
    """Print the figures as JSON."""
    environment.services.start()
    stack = Stack(folder=environment.services.folder, variables={})
    try:
        with shared_scope():
            call_command("migrate", verbosity=0, stdout=sys.stderr)
        stack.start()
        stack.wait_until_ready()
        figures = measure(documents)
    finally:
        stack.stop()
        connections.close_all()
        environment.services.stop()
    print(json.dumps({"bench": "fairness", "documents": documents, **figures}, indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
