"""An answer whose helpers fail says so, and is never less honest for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from uuid import UUID

import pytest

from chat.answering.answerer import Answerer
from chat.answering.types import AnswerSettings, EmbedderFailed, ReaderSettings, Turn, Vectors
from chat.guardrails.patterns import PatternGuard
from chat.llm import transport
from chat.llm.gateway import Cluster, ClusterGateway
from chat.llm.registry import model_entry
from chat.llm.types import GatewaySettings, GenerationRequest, Limits, Piece
from chat.types import Failed, Outcome
from documents.lexical.lexicon import Lexicon
from documents.types import Surrounding
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.tgi import FakeTgi, Mode, fake_cluster
from tests.unit.chat.test_answerer import GYM, LEAVE, PASSAGES, WRITTEN, collect, ending, question, retriever

PHRASE = "Parents receive twelve weeks of parental leave."


@pytest.fixture(autouse=True)
async def _pool() -> AsyncIterator[None]:
    yield
    await transport.close_pool()


class BrokenEmbedder(FakeEmbedder):
    """Fail whatever is asked."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise EmbedderFailed


def answerer(
    server: FakeTgi,
    *,
    model: str = "generic",
    fallback: FakeTgi | None = None,
    embedder: FakeEmbedder | None = None,
    surround_seconds: float = 2.0,
) -> Answerer:
    cluster = Cluster(model=model_entry(model), urls=(server.url,))
    other = Cluster(model=model_entry("another"), urls=(fallback.url,)) if fallback else None
    limits = Limits(first_token_seconds=2.0, inter_token_seconds=2.0)
    return Answerer(
        gateway=ClusterGateway(cluster, fallback=other, settings=GatewaySettings(limits=limits)),
        embedder=embedder or FakeEmbedder(),
        lexicon=Lexicon(),
        guard=PatternGuard(),
        settings=AnswerSettings(reader=ReaderSettings(threshold=0.4), surround_seconds=surround_seconds),
    )


@pytest.mark.parametrize("model", ["generic", "smollm2-135m"])
async def test_an_answer_bears_the_name_of_the_model_that_wrote_it(model: str) -> None:
    async with fake_cluster(FakeTgi(mode=Mode.BROKEN), FakeTgi(text=PHRASE)) as (bad, other):
        agent = answerer(bad, model=model, fallback=other)
        answering = agent.answer(question(), retrieve=retriever(*PASSAGES))
        done = ending(await collect(answering))
    assert (done.model, done.degraded) == ("another", ("fallback_model",))
    (written,) = [step.detail for step in answering.trace.steps if step.name.value == "write"]
    assert (written["endpoint"], written["attempts"]) == (other.url, 2)
    assert isinstance(written["first_token_ms"], float)


async def test_without_an_embedder_a_written_answer_is_shown_unverified() -> None:
    async with fake_cluster(FakeTgi(text=WRITTEN)) as (server,):
        agent = answerer(server, embedder=BrokenEmbedder())
        done = ending(await collect(agent.answer(question(), retrieve=retriever(*PASSAGES))))
    assert (done.outcome, done.degraded) == (Outcome.ANSWERED, ("verification",))
    assert [(one.citations, one.verified) for one in done.sentences] == [((1,), False), ((1,), False)]


async def test_without_an_embedder_an_answer_without_markers_rests_unverified_on_what_the_model_read() -> (
    None
):
    async with fake_cluster(FakeTgi(text=LEAVE)) as (server,):
        agent = answerer(server, embedder=BrokenEmbedder())
        done = ending(await collect(agent.answer(question(), retrieve=retriever(*PASSAGES))))
    assert (done.outcome, done.degraded, done.answer) == (Outcome.ANSWERED, ("verification",), LEAVE)
    assert [(cited.n, cited.verified) for cited in done.citations] == [(1, False), (2, False)]
    assert not any(one.citations or one.verified for one in done.sentences)


async def test_without_an_embedder_the_demo_model_shows_passages_only() -> None:
    async with fake_cluster(FakeTgi()) as (server,):
        agent = answerer(server, model="smollm2-135m", embedder=BrokenEmbedder())
        done = ending(await collect(agent.answer(question(), retrieve=retriever(*PASSAGES))))
    assert (done.outcome, done.degraded) == (Outcome.PASSAGES_ONLY, ("reader",))
    assert GYM in done.answer
    assert [citation.verified for citation in done.citations] == [False, False]


async def test_a_phrase_that_can_no_longer_be_kept_is_not_waited_for() -> None:
    babble = "Ponies " + "gallop over the hills " * 50
    async with fake_cluster(FakeTgi(text=babble, token_seconds=0.02)) as (server,):
        agent = answerer(server, model="smollm2-135m")
        done = ending(await collect(agent.answer(question(), retrieve=retriever(*PASSAGES))))
        assert server.received[0].tokens_sent < 20
    assert (done.outcome, done.degraded) == (Outcome.ANSWERED, ())


async def test_two_quotes_of_one_passage_are_cited_by_their_own_words() -> None:
    async with fake_cluster(FakeTgi(text="No.")) as (server,):
        agent = answerer(server, model="smollm2-135m")
        done = ending(await collect(agent.answer(question(), retrieve=retriever(*PASSAGES))))
    quotes = {citation.n: " ".join(citation.quote.split()) for citation in done.citations}
    for one in done.sentences:
        assert quotes[one.citations[0]] == done.answer[one.start : one.end]


async def test_a_prompt_that_is_too_long_for_the_server_is_tried_without_what_was_said_before() -> None:
    turn = Turn(question="How long is it?", answer="word " * 300)
    async with fake_cluster(FakeTgi(text=WRITTEN, context_words=300)) as (server,):
        events = await collect(answerer(server).answer(question(LEAVE, turn), retrieve=retriever(*PASSAGES)))
    assert ending(events).outcome is Outcome.ANSWERED


async def test_the_time_for_all_goes_on_when_a_rejected_prompt_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream, requests = ClusterGateway.stream, list[GenerationRequest]()

    def noted(
        self: ClusterGateway, request: GenerationRequest
    ) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        requests.append(request)
        return stream(self, request)

    monkeypatch.setattr(ClusterGateway, "stream", noted)
    turn = Turn(question="How long is it?", answer="word " * 300)
    async with fake_cluster(FakeTgi(text=WRITTEN, context_words=300)) as (server,):
        await collect(answerer(server).answer(question(LEAVE, turn), retrieve=retriever(*PASSAGES)))
    first, second = requests
    assert first.messages != second.messages
    assert first.begun_at == second.begun_at


async def test_a_server_that_fails_after_it_rejected_a_prompt_leaves_the_passages() -> None:
    turn = Turn(question="How long is it?", answer="word " * 300)
    async with fake_cluster(FakeTgi(mode=Mode.BROKEN, context_words=300)) as (server,):
        events = await collect(answerer(server).answer(question(LEAVE, turn), retrieve=retriever(*PASSAGES)))
        assert len(server.received) == 2
    assert (ending(events).outcome, ending(events).degraded) == (Outcome.PASSAGES_ONLY, ("model",))


async def test_a_question_that_leaves_no_room_is_the_askers_to_mend() -> None:
    async with fake_cluster(FakeTgi()) as (server,):
        asked = question("word " * 20_000)
        *_, last = await collect(answerer(server).answer(asked, retrieve=retriever(*PASSAGES)))
    assert isinstance(last, Failed)
    assert (last.code, last.retryable) == ("question_too_long", False)


async def test_what_neither_utf8_nor_the_database_can_say_is_replaced() -> None:
    async with fake_cluster(FakeTgi(text="Parents \ud83d receive\0 twelve weeks.")) as (server,):
        done = ending(await collect(answerer(server).answer(question(), retrieve=retriever(*PASSAGES))))
    assert done.answer.encode().decode().startswith("Parents \ufffd receive\ufffd twelve")


async def test_a_capable_model_is_not_asked_to_rewrite_what_stands_alone() -> None:
    turn = Turn(question="How much parental leave do parents receive?", answer="Twelve weeks.")
    async with fake_cluster(FakeTgi(text=WRITTEN)) as (server,):
        asked = question("What is the gym allowance per year?", turn)
        await collect(answerer(server).answer(asked, retrieve=retriever(*PASSAGES)))
        assert len(server.received) == 1


async def test_the_tokens_of_a_rewriting_count() -> None:
    turn = Turn(question="How much parental leave do parents receive?", answer="Twelve weeks.")
    async with fake_cluster(FakeTgi(text=WRITTEN)) as (server,):
        asked = question("And when does it begin?", turn)
        done = ending(await collect(answerer(server).answer(asked, retrieve=retriever(*PASSAGES))))
    assert done.usage.prompt_tokens == 20


async def test_a_late_phrase_is_not_waited_for_long_and_nothing_is_missing() -> None:
    async with fake_cluster(FakeTgi(text=PHRASE, first_token_seconds=60.0)) as (server,):
        agent = answerer(server, model="smollm2-135m")
        answering = agent.answer(question(), retrieve=retriever(*PASSAGES))
        done = ending(await collect(answering))
    assert (done.outcome, done.degraded) == (Outcome.ANSWERED, ())
    assert [step.detail.get("failure") for step in answering.trace.steps if step.name.value == "write"] == [
        "late"
    ]


async def test_a_prompt_that_is_too_long_for_the_server_is_tried_without_what_stands_around() -> None:
    async def surround(chunk_ids: Sequence[UUID]) -> tuple[Surrounding, ...]:
        found = next(one for one in PASSAGES if one.chunk_id == chunk_ids[0])
        text = found.text + " word" * 300
        end = found.start + len(text)
        return (
            Surrounding(
                chunk_id=chunk_ids[0], version=1, cut=1, text=text, start=found.start, end=end, chunks=()
            ),
        )

    async with fake_cluster(FakeTgi(text=WRITTEN, context_words=300)) as (server,):
        leave = replace(PASSAGES[0], parent=(PASSAGES[0].start, PASSAGES[0].end + 1_500))
        answering = answerer(server).answer(question(LEAVE), retrieve=retriever(leave), surround=surround)
        done = ending(await collect(answering))
        sent = [str(received.body["messages"]).count(" word") for received in server.received]
    assert (done.outcome, done.citations[0].n) == (Outcome.ANSWERED, 1)
    assert sent == [300, 0]


async def test_surroundings_that_take_too_long_are_not_waited_for() -> None:
    async def surround(chunk_ids: Sequence[UUID]) -> tuple[Surrounding, ...]:
        await asyncio.sleep(60)
        return ()

    async with fake_cluster(FakeTgi(text=WRITTEN)) as (server,):
        leave = replace(PASSAGES[0], parent=(PASSAGES[0].start, PASSAGES[0].end + 1_500))
        agent = answerer(server, surround_seconds=0.05)
        async with asyncio.timeout(10):
            answering = agent.answer(question(LEAVE), retrieve=retriever(leave), surround=surround)
            done = ending(await collect(answering))
    assert (done.outcome, done.citations[0].n, done.degraded) == (Outcome.ANSWERED, 1, ("surroundings",))
    (read,) = [step.detail for step in answering.trace.steps if step.name.value == "read"]
    assert read == {"failure": "timeout"}
