"""Answer questions: make them stand alone, check and search at once, write, and tell every step."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from chat.answering import condense, texts
from chat.answering.draft import Draft
from chat.answering.quoting import Quoter
from chat.answering.recorder import Recorder
from chat.answering.remembering import Memory
from chat.answering.spelled import as_spelt
from chat.answering.types import (
    AnswerSettings,
    Embedder,
    KnownAnswer,
    Lexicon,
    Question,
    Recaller,
    RecallFailed,
    Retriever,
    Surrounder,
    Trace,
)
from chat.answering.writing import Writer
from chat.guardrails.types import Guard, GuardUnavailable, Verdict
from chat.llm.errors import GenerationFailed
from chat.llm.gateway import Gateway
from chat.llm.tokens import TokenCounter, estimate_tokens
from chat.llm.types import Delta, Finished, GenerationRequest
from chat.types import Done, Ending, Event, Failed, Outcome, StageName, Started
from documents.types import SearchResult
from project.kernel.errors import RaglanError

_REWRITTEN_TOKENS = 96


class Answerer:
    """Answer with one model; safe to share between all questions of a process."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        embedder: Embedder,
        lexicon: Lexicon,
        guard: Guard,
        settings: AnswerSettings | None = None,
        count: TokenCounter = estimate_tokens,
    ) -> None:
        """Keep the parts; the embedder is called in threads."""
        self.settings = settings or AnswerSettings()
        self.gateway = gateway
        self.guard = guard
        memory = Memory(embedder)
        self.quoter = Quoter(gateway, memory, lexicon, self.settings)
        self.writer = Writer(gateway, memory, self.settings, count)

    def answer(
        self,
        question: Question,
        *,
        retrieve: Retriever,
        surround: Surrounder | None = None,
        recall: Recaller | None = None,
    ) -> "Answering":
        """Prepare an answer; nothing happens until its events are asked for."""
        return Answering(self, question, retrieve, surround, recall)


class Answering:
    """Be one answer in the making."""

    def __init__(
        self,
        answerer: Answerer,
        question: Question,
        retrieve: Retriever,
        surround: Surrounder | None,
        recall: Recaller | None,
    ) -> None:
        """Keep the question and who may be asked for passages, what stands around them, and known answers."""
        self._answerer = answerer
        self._question = question
        self._retrieve = retrieve
        self._surround = surround
        self._recall = recall
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._recorder = Recorder(question, answerer.gateway.model)
        self._draft = Draft(
            emit=self._events.put_nowait, recorder=self._recorder, model=answerer.gateway.model
        )

    @property
    def trace(self) -> Trace:
        """Give the trace, whole once the events have ended."""
        return self._recorder.trace

    async def events(self) -> AsyncIterator[Event]:
        """Yield `Started` first and `Done` or `Failed` last; closing it ends the generation."""
        task = asyncio.create_task(self._run())
        try:
            while (event := await self._events.get()) is not None:
                yield event
            await task
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def _run(self) -> None:
        try:
            self._events.put_nowait(Started(id=self._question.id, conversation=self._question.conversation))
            self._events.put_nowait(await self._end())
        finally:
            self._events.put_nowait(None)

    async def _end(self) -> Ending:
        try:
            return await self._answer()
        except RaglanError as failure:
            is_retryable = failure.status >= 500
            return Failed(
                code=failure.reason, detail=failure.detail, retryable=is_retryable, answer=self._draft.text
            )

    async def _answer(self) -> Done:
        searched = await self._condense()
        # The guard has looked at the question before anything is said, a known answer too.
        verdict, found = await asyncio.gather(self._check(), self._find(searched))
        if not verdict.is_allowed:
            return self._say(texts.REFUSED, Outcome.REFUSED)
        if isinstance(found, KnownAnswer):
            return self._say_again(found)
        if not found.passages:
            nothing = texts.NOTHING_IN_FORCE.format(day=found.as_of) if found.as_of else texts.NOTHING_FOUND
            return self._say(nothing, Outcome.NO_ANSWER)
        done = await self._made(searched, found)
        return replace(done, meant_as_of=found.day_of(cited.document for cited in done.citations))

    async def _made(self, searched: str, found: SearchResult) -> Done:
        if self._draft.model.mode == "quote":
            if found.misspelt:
                searched = await asyncio.to_thread(as_spelt, searched, found.misspelt, found.passages)
            return await self._answerer.quoter.answer(self._question, searched, found.passages, self._draft)
        return await self._answerer.writer.answer(
            self._question, found.passages, self._draft, surround=self._surround
        )

    def _say(self, text: str, outcome: Outcome) -> Done:
        self._draft.cite(())
        self._draft.write(text)
        return self._draft.done(outcome)

    async def _condense(self) -> str:
        history = self._question.history[-self._answerer.settings.history_turns :]
        if not history or not self._question.completes or not condense.is_follow_up(self._question.text):
            return self._question.text
        self._draft.stage(StageName.CONDENSE)
        with self._recorder.step(StageName.CONDENSE) as detail:
            standalone = await self._standalone(detail)
            # Only how long: a rewritten question may hold words of the answers before it.
            detail.update(characters=len(standalone))
        return standalone

    async def _standalone(self, detail: dict[str, object]) -> str:
        history = self._question.history[-self._answerer.settings.history_turns :]
        by_rule = condense.joined(self._question.text, history)
        if self._draft.model.mode == "quote":
            return by_rule
        request = GenerationRequest(
            tenant=self._question.tenant,
            messages=condense.rewriting(self._question.text, history),
            max_tokens=_REWRITTEN_TOKENS,
        )
        try:
            async with asyncio.timeout(self._answerer.settings.condense_seconds):
                rewritten = await self._rewritten(request)
        except (GenerationFailed, TimeoutError) as failure:
            detail.update(failure=type(failure).__name__)
            return by_rule
        # A model wrote it after reading earlier answers, and those quote documents: it is nobody's order.
        if not rewritten or not await self._is_harmless(rewritten):
            detail.update(failure="guard" if rewritten else "empty")
            return by_rule
        return rewritten

    async def _rewritten(self, request: GenerationRequest) -> str:
        text = ""
        async with self._answerer.gateway.stream(request) as pieces:
            async for piece in pieces:
                match piece:
                    case Delta():
                        text += piece.text
                    case Finished():
                        self._recorder.usage = self._recorder.usage + piece.usage
        return " ".join(text.split())

    def _say_again(self, known: KnownAnswer) -> Done:
        self._draft.stage(StageName.RECALL)
        self._draft.cite(known.citations)
        self._draft.write(known.answer)
        self._draft.sentences.extend(known.sentences)
        self._recorder.recalled(known.index_version)
        self._recorder.degraded.extend(known.degraded)
        done = self._draft.done(Outcome.ANSWERED)
        return replace(
            done,
            model=known.model,
            mode=known.mode or done.mode,
            recalled=known.recalled,
            meant_as_of=known.meant_as_of,
        )

    async def _find(self, searched: str) -> KnownAnswer | SearchResult:
        known = await self._known(searched)
        return known or await self._search(searched)

    async def _known(self, searched: str) -> KnownAnswer | None:
        if self._recall is None:
            return None
        with self._recorder.step(StageName.RECALL) as detail:
            try:
                async with asyncio.timeout(self._answerer.settings.recall_seconds):
                    found = await self._recall(searched)
                detail.update(found.detail)
                if found.wait is not None:
                    self._draft.stage(StageName.RECALL)
                    found = await found.wait()
            except (RecallFailed, TimeoutError) as failure:
                self._recorder.degraded.append("cache")
                detail.update(failure=type(failure).__name__)
                return None
            detail.update(found.detail)
            return found.known

    async def _is_harmless(self, rewritten: str) -> bool:
        try:
            async with asyncio.timeout(self._answerer.settings.guard_seconds):
                return (await self._answerer.guard.check(rewritten)).is_allowed
        except (GuardUnavailable, TimeoutError):
            return False

    async def _check(self) -> Verdict:
        with self._recorder.step(StageName.GUARD) as detail:
            try:
                async with asyncio.timeout(self._answerer.settings.guard_seconds):
                    verdict = await self._answerer.guard.check(self._question.text)
            except (GuardUnavailable, TimeoutError):
                self._recorder.degraded.append("guard")
                return Verdict(is_allowed=True)
            detail.update(rule=verdict.rule, score=verdict.score)
            return verdict

    async def _search(self, searched: str) -> SearchResult:
        self._draft.stage(StageName.SEARCH, searched)
        with self._recorder.step(StageName.SEARCH) as detail:
            found = await self._retrieve(searched)
            distinct = tuple(passage for passage in found.passages if passage.repeats is None)
            repeated = len(found.passages) - len(distinct)
            detail.update(passages=len(distinct), repeated=repeated, timings_ms=dict(found.timings_ms))
            detail["ranked_by"] = found.ranked_by
            if said := found.explanation.get("as_of"):
                detail["as_of"] = said
            self._recorder.searched(searched, found)
            return replace(found, passages=distinct)
