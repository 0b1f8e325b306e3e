"""Measure what Raglan adds to a model's own first token: a socket's question to its first token. Prints JSON.

The model server is a fake of known delay over real HTTP; search, database, Redis and the socket's consumer are real.
"""

import argparse
import asyncio
import json
import os
import statistics
import time

from tests import environment  # isort: skip  # first: it sets Django up

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from chat.wiring import close_generations
from project.kernel.db import shared_scope
from tenants.types import Actor
from tests.factories import cast, jobs
from tests.factories.sockets import Socket, signed_in_socket
from tests.fakes.tgi import FakeTgi, fake_cluster

TOPICS = ("leave", "expenses", "laptops", "travel", "badges", "parking", "insurance", "training")
MODEL_SECONDS = 0.25
WARM_UP = 3


def handbook() -> Actor:
    """Make a tenant with a small handbook, searchable."""
    environment.services.start()
    with shared_scope():
        call_command("migrate", verbosity=0)
    tenant = cast.make_tenant("ada")
    ada = cast.actor(tenant, "ada")
    client = cast.signed_in(ada)
    client.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    for number, topic in enumerate(TOPICS * 5):
        text = f"# {topic}\n\nFor {topic} in office {number} ask the desk on floor {number % 7}. It takes two days."
        file = SimpleUploadedFile(f"{topic}-{number}.md", text.encode(), "text/markdown")
        client.post("/api/v1/documents", {"collection": "hr", "file": file}, format="multipart")
    jobs.run_all()
    return ada


async def measure(ada: Actor, questions: int) -> dict[str, object]:
    """Ask one question after the other, and time each from its frame to the first token's."""
    server = FakeTgi(text="Ask the desk. It takes two days.", first_token_seconds=MODEL_SECONDS)
    async with fake_cluster(server):
        settings.TGI_URLS, settings.TGI_MODEL = (server.url,), "bench"
        socket = await signed_in_socket(ada)
        await socket.open()
        taken = [await _first_token(socket, number) for number in range(questions + WARM_UP)][WARM_UP:]
        await socket.leave()
        await close_generations()
    added_ms = [(first - MODEL_SECONDS) * 1000 for first, _ in taken]
    stages = {name: [timings.get(name, 0.0) for _, timings in taken] for name in taken[0][1]}
    return {
        "questions": questions,
        "added_ms": {"p50": _p(added_ms, 50), "p95": _p(added_ms, 95)},
        "stages_ms_p50": {name: _p(times, 50) for name, times in stages.items()},
        "model_first_token_ms": MODEL_SECONDS * 1000,
        "load_average": os.getloadavg()[0],
    }


async def _first_token(socket: Socket, number: int) -> tuple[float, dict[str, float]]:
    begun = time.perf_counter()
    await socket.send(type="ask", id=f"b{number}", question=f"Where do I ask about {TOPICS[number % 8]}?")
    while (await socket.event(30))["type"] != "token":
        pass
    first = time.perf_counter() - begun
    timings: dict[str, float] = (await socket.rest())[-1]["timings_ms"]
    return first, timings


def _p(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=30)
    wanted = parser.parse_args()
    ada = handbook()
    try:
        print(json.dumps({"first_token": asyncio.run(measure(ada, wanted.questions))}, indent=2))
    finally:
        environment.services.stop()
