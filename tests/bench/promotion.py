"""Time a promotion and the way back: python -m tests.bench.promotion [CHUNKS].

Each document is one chunk, so that as many documents as can be show what answers for them from then on. The vectors
are random: they cost nothing, and promotion looks at none.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from documents.actions import indexes
from documents.jobs import BuildIndex
from documents.search import passages
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.jobs.stages import stage_times
from project.kernel.models import JobRecord
from tenants.types import Actor
from tests.bench.corpora import leave_without_data
from tests.bench.search import RandomEmbedder, load
from tests.factories import cast, jobs

SETTINGS = {"splitter": {"max_tokens": 64}}


def seconds(change: Callable[..., Any], owner: Actor, index_id: int) -> float:
    """Return how long a change takes until a search is answered after it."""
    with tenant_scope(owner.tenant):
        begun = time.monotonic()
        change(actor=owner, index_id=index_id)
        passages(actor=owner, question="cells", mode="dense")
        return round(time.monotonic() - begun, 3)


def main(count: int) -> None:
    """Print the figures as JSON."""
    with servers() as patch:
        patch.setattr("documents.search.questions.query_embedder", lambda embedder: RandomEmbedder())
        patch.setattr("documents.indexing.engines.passage_embedder", lambda embedder: RandomEmbedder())
        owner = cast.actor(cast.make_tenant("ada"), "ada")
        load(owner, count)
        begun = time.monotonic()
        with tenant_scope(owner.tenant):
            candidate = indexes.build(actor=owner, settings=SETTINGS)
        jobs.run_all()
        figures: dict[str, Any] = {"build_seconds": round(time.monotonic() - begun, 1)}
        with shared_scope():
            build = JobRecord.objects.get(kind=BuildIndex.kind())
        figures["stage_seconds"] = {stage.name: round(stage.seconds, 1) for stage in stage_times(build)}
        for turn in (1, 2):
            figures[f"promotion_{turn}_seconds"] = seconds(indexes.promote, owner, candidate)
            figures[f"rollback_{turn}_seconds"] = seconds(indexes.roll_back, owner, candidate)
    print(json.dumps({"bench": "promotion", "documents": count, **figures}, indent=2))


if __name__ == "__main__":
    leave_without_data("promotion")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
