"""Speak OpenAI's API."""

import json

import pytest

from documents.embedding.types import ModelMissing
from project.kernel.db import in_thread
from tenants.types import Actor
from tests.factories import cast
from tests.fakes.author import WORDS, ScriptedAuthor
from tests.fakes.embedder import FakeEmbedder
from tests.integration.chat.test_rest import HostClient, Signs, received

WHOLE = "".join(WORDS)
CHAT = {
    "model": "any",
    "temperature": 0.2,
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "How long is leave?"},
        {"role": "assistant", "content": "Twelve weeks."},
        {"role": "user", "content": [{"type": "text", "text": "And carried over?"}]},
    ],
}


def test_a_completion_answers_the_last_message_with_citations_beside_it(
    ada: Actor, api: Signs, author: ScriptedAuthor
) -> None:
    body = api(ada).post("/v1/chat/completions", CHAT, format="json").json()
    assert (body["object"], body["choices"][0]["message"]["content"]) == ("chat.completion", WHOLE)
    assert body["citations"] == []
    ask, begun = author.asked[-1]
    assert (ask.question, [turn.answer for turn in begun.history]) == ("And carried over?", ["Twelve weeks."])


async def test_a_completion_is_streamed_in_chunks(ada: Actor, author: ScriptedAuthor, process: None) -> None:
    client = HostClient(ada, await in_thread(cast.signed_in, ada))
    response = await client.post(
        "/v1/chat/completions", json.dumps(CHAT | {"stream": True}), content_type="application/json"
    )
    lines = [line.removeprefix("data: ") for line in await received(response)]
    chunks = [json.loads(line) for line in lines[:-1]]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert (lines[-1], text) == ("[DONE]", WHOLE)
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["citations"] == []


def test_a_chat_without_a_question_is_refused(ada: Actor, api: Signs, author: ScriptedAuthor) -> None:
    chat = {"messages": [{"role": "assistant", "content": "Hello"}]}
    assert api(ada).post("/v1/chat/completions", chat, format="json").status_code == 400


def test_the_model_is_listed(ada: Actor, api: Signs) -> None:
    (model,) = api(ada).get("/v1/models").json()["data"]
    assert model["object"] == "model"


def test_texts_are_embedded(ada: Actor, api: Signs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.wiring.embeddings.query_embedder", lambda _: FakeEmbedder())
    body = api(ada).post("/v1/embeddings", {"input": ["one", "two"]}, format="json").json()
    assert [row["index"] for row in body["data"]] == [0, 1]
    assert sum(part**2 for part in body["data"][0]["embedding"]) == pytest.approx(1)


@pytest.mark.parametrize(
    "fault", [ModelMissing("not here"), RuntimeError("it broke"), OSError("cannot be read")]
)
def test_texts_are_not_embedded_while_the_model_is_down(
    ada: Actor, api: Signs, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(embedder: str) -> None:
        raise fault

    monkeypatch.setattr("chat.wiring.embeddings.query_embedder", fail)
    assert api(ada).post("/v1/embeddings", {"input": ["one"]}, format="json").status_code == 503


def test_the_session_names_the_person_and_the_model(ada: Actor, api: Signs) -> None:
    session = api(ada).get("/api/v1/session").json()
    assert (session["user"]["email"], session["role"]) == (ada.email, "owner")
    assert set(session["model"]) == {"id", "mode"}


def test_a_chat_is_bounded_as_a_question_is(ada: Actor, api: Signs, author: ScriptedAuthor) -> None:
    """A filter beside OpenAI's fields is that of an answer, and refused by its place where it is wrong."""
    answer = api(ada).post("/v1/chat/completions", CHAT | {"filter": {"a": {"abuot": 1}}}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "filter.a.abuot")
    api(ada).post("/v1/chat/completions", CHAT | {"filter": {"team": "hr"}}, format="json")
    assert author.asked[-1][0].filter == {"team": "hr"}
