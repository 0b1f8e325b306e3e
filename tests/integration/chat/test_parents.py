"""An answer is written from what stands around its passages, and cites the very words wherever they stand."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tenants.types import Actor
from tests.factories import cast, jobs
from tests.fakes.tgi import FakeTgi, fake_cluster
from tests.integration.chat.conftest import Opens

QUESTION = "How many weeks of parental leave do parents receive?"
FAR = "Requests are signed by Ms Okonkwo on the second floor."
MORE = " ".join(f"Office {number} keeps the forms of its own people." for number in range(40))
TEXT = f"# Rules\n\n## Leave\n\nParents receive twelve weeks of parental leave. {MORE} {FAR}\n"


@pytest.fixture
def handbook(ada: Actor) -> list[dict[str, Any]]:
    """Keep rules of more than one chunk, and return their chunks."""
    client = cast.signed_in(ada)
    client.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    file = SimpleUploadedFile("rules.md", TEXT.encode(), "text/markdown")
    added = client.post("/api/v1/documents", {"collection": "hr", "file": file}, format="multipart").json()
    jobs.run_all()
    chunks: list[dict[str, Any]] = client.get(f"/api/v1/documents/{added['id']}/chunks").json()["results"]
    assert len(chunks) > 1
    return chunks


@pytest_asyncio.fixture
async def server(settings: Settings) -> AsyncIterator[FakeTgi]:
    """Run one model server that writes freely, of what stands far from the best passage."""
    fake = FakeTgi(text=f"{FAR} [1]")
    async with fake_cluster(fake):
        settings.TGI_URLS, settings.TGI_MODEL = (fake.url,), "big-model"
        yield fake


async def ask(opens: Opens, ada: Actor) -> dict[str, Any]:
    socket = await opens(ada)
    await socket.ask(QUESTION)
    last: dict[str, Any] = (await socket.rest())[-1]
    await socket.leave()
    return last


async def test_what_is_cited_from_around_a_passage_stands_there_in_the_document(
    handbook: list[dict[str, Any]], ada: Actor, server: FakeTgi, opens: Opens
) -> None:
    last = await ask(opens, ada)
    (cited,) = last["citations"]
    assert (last["outcome"], cited["verified"], cited["quote"]) == ("answered", True, FAR)
    chunk = next(chunk for chunk in handbook if chunk["id"] == cited["chunk_id"])
    assert chunk["text"][cited["start"] - chunk["start"] : cited["end"] - chunk["start"]] == FAR
    prompt = str(server.received[-1].body["messages"])
    assert prompt.count("<passage ") == 1
    assert prompt.count(FAR) == 1


async def test_sentences_that_stand_in_two_chunks_of_one_source_cite_each_its_own(
    handbook: list[dict[str, Any]], ada: Actor, server: FakeTgi, opens: Opens
) -> None:
    near = "Parents receive twelve weeks of parental leave."
    server.text = f"{FAR} [1] {near} [1] {FAR} [1]"
    last = await ask(opens, ada)
    assert [(cited["n"], cited["quote"], cited["verified"]) for cited in last["citations"]] == [
        (1, FAR, True),
        (2, near, True),
    ]
    first, second = last["citations"]
    assert first["chunk_id"] != second["chunk_id"]
    assert last["answer"] == f"{FAR} [1] {near} [2] {FAR} [1]"
