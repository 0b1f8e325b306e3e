"""Run it: python -m tests.bench.scale [--chunks 5000,50000,500000] [--tenants 10,100,1000] [--rivals NAMES].

The vectors and words are those of real texts and of texts made like them (see texts.py); rows are written by the
product's own functions. Times are of a search as the web process does it, beside embedding the question. At half a
million chunks a run takes about an hour on two cores.
"""

import argparse
import json
import os
import sys
from typing import Any

from tests.bench.servers import servers  # isort: skip  # it sets Django up

from documents.search.vectors import EXACT_ROWS
from project.embedded.postgres import SETTINGS
from tests.bench.corpora import leave_without_data
from tests.bench.scale import measuring, rivals, tenants
from tests.bench.scale.loading import fill
from tests.factories import cast
from tests.services import POSTGRES_SETTINGS

# Documents of a thousand that are for a group alone: the member's, another, and a small one.
OWN, OTHERS, FEW = 200, 195, 5
# As `make up` runs the server, but for what a bench does not wait for.
AS_IN_USE = ("shared_buffers", "random_page_cost", "max_wal_size")


def one_tenant(count: int) -> dict[str, Any]:
    """Return the figures of a tenant of so many chunks, of which a member sees four fifths."""
    tenant = cast.make_tenant("ada")
    owner, member = cast.actor(tenant, "ada"), cast.make_member(tenant, "ben", groups=("engineering",))
    group = next(token for token in member.reader_tokens if token.startswith("group:"))
    readers = [(0, "everyone"), (OWN, group), (OTHERS, "group:others"), (FEW, "group:few")]
    loaded = fill(tenant, count, readers, graph_above=EXACT_ROWS)
    built = {
        "write_seconds": round(loaded.write_seconds, 1),
        "graph_seconds": round(loaded.graph_seconds, 1),
    }
    return {**built, **measuring.measure(owner, member, loaded.index_id, count)}


def many_tenants(counts: list[int]) -> dict[str, Any]:
    """Return the figures by how many tenants there are."""
    found: dict[str, Any] = {"schema_ms": tenants.schema_ms()} if counts else {}
    owners: list[Any] = []
    for count in counts:
        made_in = tenants.grow(owners, count)
        found[str(count)] = {"tenant_seconds": made_in, **tenants.measure(owners)}
    return found


def main(arguments: list[str]) -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="tests.bench.scale")
    for name, default in (("chunks", "5000,50000,500000"), ("tenants", "10,100,1000"), ("rivals", "")):
        parser.add_argument(f"--{name}", default=default)
    asked = parser.parse_args(arguments)
    counts = [int(count) for count in asked.chunks.split(",") if count]
    POSTGRES_SETTINGS.update({name: SETTINGS[name] for name in AS_IN_USE})
    with servers() as patch:
        questions = measuring.KnownQuestions()
        patch.setattr("documents.search.questions.query_embedder", lambda embedder: questions)
        of_chunks = {str(count): one_tenant(count) for count in counts}
        of_tenants = many_tenants([int(count) for count in asked.tenants.split(",") if count])
        others = rivals.measure([name for name in asked.rivals.split(",") if name], counts)
    report = {"load": os.getloadavg()[0], "chunks": of_chunks, "tenants": of_tenants, "rivals": others}
    print(json.dumps({"bench": "scale", **report}, indent=2))


if __name__ == "__main__":
    leave_without_data("scale")
    main(sys.argv[1:])
