"""Put the answering core together with this installation's search, models and settings."""

import dataclasses
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from chat.actions.answers import Begun
from chat.answering.answerer import Answerer
from chat.answering.prompt import PROMPT_VERSION
from chat.answering.types import AnswerSettings, Question, ReaderSettings, Trace
from chat.guardrails.patterns import PatternGuard
from chat.llm.gateway import Cluster, ClusterGateway
from chat.llm.registry import ModelEntry, model_entry, with_context
from chat.llm.types import GatewaySettings, Limits
from chat.protocol import Ask
from chat.wiring.embedding import InstalledEmbedder
from chat.wiring.flights import Flights
from chat.wiring.generation import Account, Commission
from chat.wiring.recalling import Memory
from documents.context import languages_of
from documents.filtering.moments import read_moment
from documents.lexical.lexicon import Lexicon
from documents.search import passages
from documents.search.around import surroundings
from documents.types import SearchResult, Surrounding
from project.kernel.db import in_thread
from project.kernel.redis import open_redis
from tenants.types import Actor

logger = logging.getLogger(__name__)
PASSAGES = 10


class Author(Protocol):
    """Turn a question that was written down into the events of its answer."""

    def settings_in_force(self) -> Mapping[str, Any]:
        """Return what is kept beside each message."""
        ...

    def commission(self, actor: Actor, ask: Ask, begun: Begun) -> Commission:
        """Return what is to be written."""
        ...

    async def aclose(self) -> None:
        """Let go of the model servers."""
        ...


class InstalledAuthor:
    """Answer with the installation's model servers from the tenant's documents."""

    def __init__(self, answer_settings: AnswerSettings) -> None:
        """Open the gateway on the running event loop."""
        self._gateway = open_gateway()
        self._flights = Flights(open_redis())
        self._answerer = Answerer(
            gateway=self._gateway,
            embedder=InstalledEmbedder(),
            lexicon=Lexicon(),
            guard=PatternGuard(),
            settings=answer_settings,
        )

    def settings_in_force(self) -> Mapping[str, Any]:
        """Return the model, the search and the bounds of the pipeline."""
        model = self._gateway.model
        return {
            "model": {"id": model.id, "mode": model.mode, "temperature": model.temperature},
            "embedder": settings.EMBEDDER,
            "search": {"k": PASSAGES, "mode": "hybrid"},
            "answering": dataclasses.asdict(self._answerer.settings),
        }

    def commission(self, actor: Actor, ask: Ask, begun: Begun) -> Commission:
        """Return what is to be written: searched on behalf of the actor, within what was asked for."""
        question = Question(
            id=ask.id,
            conversation=begun.conversation,
            tenant=actor.tenant.id,
            text=ask.question,
            history=begun.history,
            completes=begun.completes,
        )
        reading = Reading(actor, ask)
        memory = Memory(actor, ask, begun, self.settings_in_force(), self._flights, reading.find)
        answering = self._answerer.answer(
            question,
            retrieve=reading.retrieve,
            surround=reading.surround,
            recall=memory.recall,
        )
        return Commission(
            actor=actor,
            message=begun.message,
            conversation=begun.conversation,
            events=answering.events(),
            account=lambda: dataclasses.replace(_account(answering.trace), sources=memory.sources),
            keep=memory.keep,
            close=memory.close,
        )

    async def aclose(self) -> None:
        """Let go of the model servers, and of who waits for an answer."""
        await self._flights.close()
        await self._gateway.aclose()


def open_author() -> Author:
    """Return the running event loop's author over the model servers of the settings."""
    reader = ReaderSettings(languages=languages_of(settings.EMBEDDER))
    bounds = AnswerSettings(
        reader=reader,
        phrase_seconds=settings.TGI_PHRASE_SECONDS,
        passage_tokens=settings.ANSWER_PASSAGE_TOKENS,
    )
    return InstalledAuthor(bounds)


def open_gateway() -> ClusterGateway:
    """Return the way to the servers of TGI_URLS, and of TGI_FALLBACK_URLS where those fail."""
    primary = Cluster(model=installed_model(), urls=tuple(settings.TGI_URLS))
    fallback_urls = tuple(settings.TGI_FALLBACK_URLS)
    bounds = GatewaySettings(
        limits=Limits(
            first_token_seconds=settings.TGI_FIRST_TOKEN_SECONDS,
            inter_token_seconds=settings.TGI_INTER_TOKEN_SECONDS,
            total_seconds=settings.TGI_TOTAL_SECONDS,
        )
    )
    if not fallback_urls:
        return ClusterGateway(primary, settings=bounds)
    fallback = Cluster(model=model_entry(settings.TGI_FALLBACK_MODEL), urls=fallback_urls)
    return ClusterGateway(primary, fallback=fallback, settings=bounds)


def installed_model() -> ModelEntry:
    """Return the language model of this installation."""
    entry = model_entry(settings.TGI_MODEL)
    return with_context(entry, settings.TGI_CONTEXT_TOKENS) if settings.TGI_CONTEXT_TOKENS else entry


class Reading:
    """Search as a person within what they asked for, and read around what that found."""

    def __init__(self, actor: Actor, ask: Ask) -> None:
        """Keep who asks, and what."""
        self._actor, self._ask = actor, ask
        # Passages of then have their surroundings in the versions of then.
        self._meant: set[datetime] = set()

    async def retrieve(self, question: str) -> SearchResult:
        """Return what is found for a question."""
        found = await in_thread(self.find, question=question)
        if found.meant is not None:
            self._meant.add(found.meant)
        return found

    def find(self, question: str) -> SearchResult:
        """Return what is found for a question, outside of any transaction."""
        ask = self._ask
        return passages(
            actor=self._actor,
            question=question,
            k=PASSAGES,
            collections=ask.collections,
            filter=ask.filter,
            as_of=ask.as_of,
        )

    async def surround(self, chunk_ids: Sequence[UUID]) -> tuple[Surrounding, ...]:
        """Return what stands around passages that were found."""
        return await in_thread(
            surroundings,
            actor=self._actor,
            chunk_ids=chunk_ids,
            as_of=read_moment(self._ask.as_of),
            meant=sorted(self._meant),
        )


def _account(trace: Trace) -> Account:
    """Tell the stages with ids, scores and times; the texts of documents stay where they are."""
    stages = [
        {"name": step.name.value, "begun_ms": step.begun_ms, "duration_ms": step.took_ms, **step.detail}
        for step in trace.steps
    ]
    considered = [
        {
            **dataclasses.asdict(passage),
            "chunk_id": str(passage.chunk_id),
            "document_id": str(passage.document_id),
        }
        for passage in trace.passages
    ]
    ranked = {"name": "passages", "searched_characters": len(trace.searched), "considered": considered}
    if trace.query_id is not None:
        ranked["query_id"] = str(trace.query_id)
    return Account(
        stages=(*stages, ranked),
        searched=trace.searched,
        index_version=trace.index_version or None,
        prompt_version=PROMPT_VERSION,
    )
