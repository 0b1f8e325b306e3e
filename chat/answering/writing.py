"""Answer by writing: a capable model writes, and our own alignment says what supports each sentence."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from chat.answering import condense, texts
from chat.answering.alignment import Aligner, Span
from chat.answering.contexts import Context
from chat.answering.draft import Draft
from chat.answering.prompt import NO_ANSWER, Prompt, fill
from chat.answering.remembering import Memory
from chat.answering.sentences import CitedText, Verified
from chat.answering.sources import cite, from_passages, narrowed
from chat.answering.types import AnswerSettings, EmbedderFailed, Question, Surrounder
from chat.llm.errors import ModelUnavailable, PromptRejected
from chat.llm.gateway import Gateway
from chat.llm.tokens import TokenCounter
from chat.llm.types import Delta, Finished, FinishReason, GenerationRequest, Piece
from chat.types import ANSWER_LENGTH, Done, Outcome, StageName
from documents.types import Passage, Surrounding

_WIDER_CHARACTERS = 40
_UNCHECKED = "verification"
_SURROUNDINGS = "surroundings"
_DRESSING = " \t\n*_`\"'[("


class Writer:
    """Write answers with a model that can be trusted to read."""

    def __init__(
        self, gateway: Gateway, memory: Memory, settings: AnswerSettings, count: TokenCounter
    ) -> None:
        """Keep what it works with."""
        self._gateway = gateway
        self._memory = memory
        self._settings = settings
        self._count = count

    async def answer(
        self, question: Question, passages: Sequence[Passage], draft: Draft, *, surround: Surrounder | None
    ) -> Done:
        """Write the answer into the draft and end it; raise `Interrupted` with what is written kept in it."""
        around = await self._around(passages, surround, draft)
        prompt = fill(
            question=question.text,
            passages=passages,
            history=question.history[-self._settings.history_turns :],
            model=draft.model,
            count=self._count,
            around=around,
            most_tokens=self._settings.passage_tokens,
        )
        _remember(draft, passages, prompt)
        draft.stage(StageName.WRITE)
        draft.cite(from_passages([context.best for context in prompt.contexts]))
        with draft.recorder.step(StageName.WRITE) as detail:
            detail.update(
                prompt_tokens_estimated=prompt.tokens,
                passages=len(prompt.passages),
                contexts=len(prompt.contexts),
            )
            try:
                return await self._write_or_spare(question, prompt, draft, detail)
            except ModelUnavailable as failure:
                detail.update(failure=failure.code)
                draft.recorder.degraded.append("model")
                return _passages_only(draft)

    async def _around(
        self, passages: Sequence[Passage], surround: Surrounder | None, draft: Draft
    ) -> tuple[Surrounding, ...]:
        wider = [passage.chunk_id for passage in passages if _is_wider(passage)]
        if surround is None or not wider or not self._settings.passage_tokens:
            return ()
        with draft.recorder.step(StageName.READ) as detail:
            try:
                async with asyncio.timeout(self._settings.surround_seconds):
                    around = await surround(wider)
            except TimeoutError:
                # What was found is read as it is, rather than nothing.
                draft.recorder.degraded.append(_SURROUNDINGS)
                detail.update(failure="timeout")
                return ()
            detail.update(surroundings=len(around))
            return around

    async def _write_or_spare(
        self, question: Question, prompt: Prompt, draft: Draft, detail: dict[str, object]
    ) -> Done:
        request = GenerationRequest(
            tenant=question.tenant,
            messages=prompt.messages,
            max_tokens=draft.model.answer_tokens,
            temperature=draft.model.temperature,
        )
        try:
            return await self._write(question, request, prompt.contexts, draft, detail)
        except PromptRejected as failure:
            # The estimate of its length may be wrong: what was said before, and what stands around, can be spared.
            if draft.text or not (question.history or prompt.is_widened):
                raise
            detail.update(failure=failure.code)
        # The sources are told by now, with their numbers: one passage stays of each.
        best = [context.best for context in prompt.contexts]
        spared = fill(question=question.text, passages=best, history=(), model=draft.model, count=self._count)
        again = replace(request, messages=spared.messages)
        return await self._write(question, again, spared.contexts, draft, detail)

    async def _write(
        self,
        question: Question,
        request: GenerationRequest,
        contexts: Sequence[Context],
        draft: Draft,
        detail: dict[str, object],
    ) -> Done:
        # The passages are embedded while the model reads: its first token takes longer.
        aligner = asyncio.create_task(
            asyncio.to_thread(
                Aligner,
                self._memory.of(question.tenant),
                [context.read for context in contexts],
                # The person's own words: a name that only a model put into the question is not known.
                question=condense.joined(question.text, question.history),
                threshold=self._settings.support_threshold,
            )
        )
        checked = _Checked(aligner, contexts, draft, detail)
        try:
            async with self._gateway.stream(request) as pieces:
                return await checked.follow(pieces)
        finally:
            aligner.cancel()
            await asyncio.wait({aligner})


class _Checked:
    """Follow the model's text, and verify each sentence as it ends."""

    def __init__(
        self,
        aligner: asyncio.Task[Aligner],
        contexts: Sequence[Context],
        draft: Draft,
        detail: dict[str, object],
    ) -> None:
        self._detail = detail
        self._aligner = aligner
        self._contexts = contexts
        self._draft = draft
        self._cited = CitedText(self._verify, citations=len(contexts))
        self._held = ""

    async def follow(self, pieces: AsyncIterator[Piece]) -> Done:
        async for piece in pieces:
            match piece:
                case Delta():
                    await self._take(piece.text)
                case Finished():
                    self._finish(piece)
        if _says_no_answer(self._held):
            self._draft.write(texts.NOTHING_FOUND)
            return self._draft.done(Outcome.NO_ANSWER, citations=())
        await self._show(self._held)
        self._draft.write(await self._cited.close())
        self._draft.sentences = self._cited.sentences
        used = {number for sentence in self._cited.sentences for number in sentence.citations}
        if not used and _UNCHECKED not in self._draft.recorder.degraded:
            return self._unsupported()
        # Where nothing was checked and the model named nothing, it rests on all that it was given.
        return self._draft.done(
            Outcome.ANSWERED, tuple(cited for cited in self._draft.citations if cited.n in used or not used)
        )

    def _unsupported(self) -> Done:
        """End a text of which no sentence is supported: its reader has seen it, so say what it is."""
        is_empty = not self._draft.text.strip()
        self._draft.write(texts.NOTHING_FOUND if is_empty else f"\n\n{texts.NOTHING_SUPPORTS}")
        return self._draft.done(Outcome.NO_ANSWER, citations=())

    async def _take(self, text: str) -> None:
        self._held += text
        begun = self._held.lstrip(_DRESSING)
        if NO_ANSWER.startswith(begun) or _says_no_answer(begun):
            return  # it is, or may still become, the word for no answer
        held, self._held = self._held, ""
        await self._show(held)

    async def _show(self, text: str) -> None:
        self._draft.write(await self._cited.feed(text))
        self._draft.sentences = self._cited.sentences

    def _finish(self, piece: Finished) -> None:
        self._detail.update(self._draft.finished(piece))
        if piece.reason is FinishReason.LENGTH:
            self._draft.recorder.degraded.append(ANSWER_LENGTH)

    async def _verify(self, sentence: str, hints: tuple[int, ...]) -> Verified:
        try:
            aligner = await self._aligner
            support = await asyncio.to_thread(aligner.support, sentence, [hint - 1 for hint in hints])
        except EmbedderFailed:
            # The model's own markers are all there is: shown, and said to be unverified.
            self._draft.recorder.degraded.append(_UNCHECKED)
            return Verified(citations=hints, is_verified=False)
        numbers = tuple(sorted({self._cite(span) for span in support.spans}))
        return Verified(citations=numbers, is_verified=bool(numbers))

    def _cite(self, span: Span) -> int:
        """Return the number under which the words of a span are cited.

        It is that of their source, unless that cites another passage already: then one of its own.
        """
        passage = self._contexts[span.passage].cited(span.start, span.end)
        own = self._draft.citations[span.passage]
        others = self._draft.citations[len(self._contexts) :]
        if not own.verified:
            cited = narrowed(own, passage, start=span.start, end=span.end)
            self._draft.citations = tuple(cited if one.n == own.n else one for one in self._draft.citations)
            return own.n
        for known in (own, *others):
            if (known.chunk_id, known.document.version) == passage.key:
                return known.n
        number = len(self._draft.citations) + 1
        added = cite(passage, number=number, start=span.start, end=span.end, is_verified=True)
        self._draft.citations += (added,)
        return number


def _is_wider(passage: Passage) -> bool:
    """Whether what stands around a passage is worth a look: more than a heading."""
    if passage.parent is None:
        return False
    start, end = passage.parent
    return (end - start) - (passage.end - passage.start) >= _WIDER_CHARACTERS


def _says_no_answer(text: str) -> bool:
    """Say whether a text begins with the word for no answer: models dress it, and go on to explain."""
    return text.lstrip(_DRESSING).startswith(NO_ANSWER)


def _passages_only(draft: Draft) -> Done:
    draft.write(texts.PASSAGES_ONLY)
    for citation in draft.citations:
        draft.write(f"\n\n{' '.join(citation.quote.split())} [{citation.n}]")
    return draft.done(Outcome.PASSAGES_ONLY)


def _remember(draft: Draft, passages: Sequence[Passage], prompt: Prompt) -> None:
    taken = {passage.key for passage in prompt.passages}
    fates = {rank: "in the prompt" for rank, passage in enumerate(passages) if passage.key in taken}
    draft.recorder.considered(passages, fates, "no room in the prompt")
