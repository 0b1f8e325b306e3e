"""Compare ingest with Haystack, LlamaIndex and LangChain: python -m tests.bench.rivals [DOCUMENTS].

The same texts, the same MiniLM and the same PostgreSQL with pgvector, one after another. The others run in a virtual
environment that is made from requirements-rivals.txt and thrown away; RIVALS_ENV names one that is kept.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import psycopg

from tests import environment  # isort: skip  # first: it sets Django up

from django.conf import settings

from documents.embedding.registry import embedder_entry
from tests.bench.computing import computed, computed_since
from tests.bench.corpora import leave_without_data
from tests.bench.environments import make_environment
from tests.bench.ingest import TimedEmbedder, embedded_texts, ingest, lines
from tests.bench.servers import migrated
from tests.factories import cast

WORKER = Path(__file__).with_name("rival.py")
RIVALS = ("haystack", "llamaindex", "langchain")
WARMING = 64
SAID_CHARACTERS = 600


def make_database(name: str) -> dict[str, str]:
    """Make a database of its own for one of them, with pgvector; return its address."""
    host = str(environment.services.folder / "pg")
    with psycopg.connect(f"host={host} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    with psycopg.connect(f"host={host} user=postgres dbname={name}", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")
    return {"host": host, "user": "postgres", "database": name}


def rival(python: Path, name: str, count: int) -> dict[str, Any]:
    """Return the figures of one of them, or why there are none."""
    rows = map(json.loads, lines(count))
    task = {
        "weights": str(embedder_entry(settings.EMBEDDER).weights_dir()),
        "address": make_database(name),
        "texts": [(row["title"], row["text"]) for row in rows],
    }
    with tempfile.TemporaryFile("w+") as complaints, started(python, name, complaints) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(task))
        process.stdin.close()
        process.stdout.readline()
        begun = computed()
        answer = process.stdout.readline()
        server = computed_since(begun).server
        process.wait()
        if process.returncode or not answer:
            complaints.seek(0)
            return {"failed": complaints.read()[-SAID_CHARACTERS:]}
    return figures(json.loads(answer), server)


def started(python: Path, name: str, complaints: IO[str]) -> "subprocess.Popen[str]":
    """Start the worker, with an environment of its own and nothing to fetch."""
    return subprocess.Popen(
        [str(python), str(WORKER), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
        env={"PATH": os.environ["PATH"], "HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"},
    )


def figures(told: dict[str, float], server: float) -> dict[str, float]:
    """Return chunks a second, and milliseconds of computing for each beside encoding."""
    chunks = told["chunks"]
    client = told["client"] - told["encoding"]
    return {
        "chunks": chunks,
        "chunks_per_second": round(chunks / told["clock"], 1),
        "beside_encoding_client_cpu_ms": round(1000 * client / chunks, 3),
        "beside_encoding_postgresql_cpu_ms": round(1000 * server / chunks, 3),
        "beside_encoding_cpu_ms": round(1000 * (client + server) / chunks, 3),
    }


def ours(count: int) -> dict[str, float]:
    """Return the same figures of our ingest."""
    with migrated() as patch:
        timed = TimedEmbedder()
        patch.setattr("documents.indexing.engines.passage_embedder", lambda embedder: timed)
        ingest(cast.actor(cast.make_tenant("max"), "max"), WARMING)
        owner, before = cast.actor(cast.make_tenant("ada"), "ada"), timed.cpu_seconds
        whole = ingest(owner, count)
        encoding, chunks = timed.cpu_seconds - before, len(embedded_texts(owner))
    told = {"chunks": chunks, "clock": whole.clock, "client": whole.client, "encoding": encoding}
    return figures(told, whole.server)


def main(count: int) -> None:
    """Print the figures as JSON."""
    with tempfile.TemporaryDirectory(prefix="raglan-rivals-") as folder:
        python = make_environment(Path(os.environ.get("RIVALS_ENV", folder)))
        environment.services.start()
        found = {"raglan": ours(count)} | {name: rival(python, name, count) for name in RIVALS}
        environment.services.stop()
    print(json.dumps({"bench": "rivals", "documents": count, **found}, indent=2))


if __name__ == "__main__":
    leave_without_data("rivals")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
