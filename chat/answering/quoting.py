"""Answer by quoting: our own reader finds the sentences, a small model only phrases them."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from chat.answering import texts
from chat.answering.alignment import is_faithful, may_become_faithful
from chat.answering.draft import Draft
from chat.answering.prompt import phrasing
from chat.answering.reader import Evidence, Reader, Reading
from chat.answering.remembering import Memory
from chat.answering.sources import from_evidence, from_passages
from chat.answering.types import AnswerSettings, EmbedderFailed, Lexicon, Question
from chat.llm.errors import GenerationFailed, ModelUnavailable
from chat.llm.gateway import Gateway
from chat.llm.types import Delta, Finished, GenerationRequest
from chat.types import Done, Outcome, StageName
from documents.types import Passage

_PREAMBLE = re.compile(
    r"^(?:the )?(?:short )?answer(?: to (?:this|the|your) question)?(?: is)?\s*:\s*", re.IGNORECASE
)
_PREAMBLE_WORDS = frozenset({"the", "short", "answer", "to", "this", "your", "question", "is"})
_PHRASED_CHARACTERS = 400
_PHRASE_TOKENS = 40
_UNREAD_PASSAGES = 3


class Quoter:
    """Write answers that hold whatever the model does: quotes first, its phrase only if it is faithful."""

    def __init__(self, gateway: Gateway, memory: Memory, lexicon: Lexicon, settings: AnswerSettings) -> None:
        """Keep what it works with."""
        self._gateway = gateway
        self._memory = memory
        self._lexicon = lexicon
        self._settings = settings

    async def answer(
        self, question: Question, searched: str, passages: Sequence[Passage], draft: Draft
    ) -> Done:
        """Write the answer into the draft and end it."""
        draft.stage(StageName.READ)
        with draft.recorder.step(StageName.READ) as detail:
            reader = Reader(self._memory.of(question.tenant), self._lexicon, self._settings.reader)
            try:
                reading = await asyncio.to_thread(reader.read, searched, passages)
            except EmbedderFailed:
                return _unread(draft, passages)
            detail.update(confidence=reading.confidence, quotes=len(reading.evidence))
        _remember(draft, passages, reading)
        if not reading.is_answered:
            draft.cite(())
            draft.write(texts.NOTHING_FOUND)
            return draft.done(Outcome.NO_ANSWER)
        draft.stage(StageName.WRITE)
        draft.cite(from_evidence(reading.evidence, passages))
        with draft.recorder.step(StageName.WRITE) as detail:
            async with self._phrasing(question, searched, reading.evidence[0], draft, detail) as phrase:
                _write_quotes(draft, reading.evidence)
                return await self._conclude(searched, reading.evidence[0], draft, phrase, detail)

    @asynccontextmanager
    async def _phrasing(
        self, question: Question, searched: str, quote: Evidence, draft: Draft, detail: dict[str, object]
    ) -> AsyncIterator[asyncio.Task[str]]:
        """Let the model begin while the quotes go out; leaving the block stops it."""
        task = asyncio.create_task(self._phrase(question, searched, quote, draft, detail))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def _phrase(
        self, question: Question, searched: str, quote: Evidence, draft: Draft, detail: dict[str, object]
    ) -> str:
        messages = phrasing(question=searched, text=quote.text[:_PHRASED_CHARACTERS])
        request = GenerationRequest(
            tenant=question.tenant,
            messages=messages,
            max_tokens=_PHRASE_TOKENS,
            temperature=draft.model.temperature,
            stop=("\n",),
        )
        text = ""
        async with self._gateway.stream(request) as pieces:
            async for piece in pieces:
                match piece:
                    case Delta():
                        text += piece.text
                        if not _may_be_kept(text, quote, searched):
                            return ""  # leaving stops the model: nothing that it may add can be kept
                    case Finished():
                        detail.update(draft.finished(piece))
        return _bare(text)

    async def _conclude(
        self,
        searched: str,
        quote: Evidence,
        draft: Draft,
        phrase: asyncio.Task[str],
        detail: dict[str, object],
    ) -> Done:
        try:
            async with asyncio.timeout(self._settings.phrase_seconds):
                text = await asyncio.shield(phrase)
        except ModelUnavailable as failure:
            detail.update(failure=failure.code)
            draft.recorder.degraded.append("model")
            draft.write(f"\n\n{texts.PASSAGES_ONLY_QUOTED}")
            return draft.done(Outcome.PASSAGES_ONLY)
        except TimeoutError:
            # Nothing is missing: the quotes are the answer, and most phrases would be dropped.
            detail.update(failure="late")
            return draft.done(Outcome.ANSWERED)
        except GenerationFailed as failure:
            detail.update(failure=str(failure))
            draft.recorder.degraded.append("phrasing")
            return draft.done(Outcome.ANSWERED)
        is_kept = is_faithful(phrase=text, quote=quote.text, question=searched)
        detail.update(phrase_characters=len(text), is_kept=is_kept)
        if is_kept:
            draft.write(f"\n\n{texts.IN_SHORT}")
            draft.quote(text, citation=1)
        return draft.done(Outcome.ANSWERED)


def _unread(draft: Draft, passages: Sequence[Passage]) -> Done:
    """Answer with the best passages as they are: without embeddings nothing tells which sentences answer."""
    draft.recorder.degraded.append("reader")
    draft.cite(from_passages(passages[:_UNREAD_PASSAGES]))
    draft.write(texts.PASSAGES_UNREAD)
    for citation in draft.citations:
        draft.write(f"\n\n{' '.join(citation.quote.split())} [{citation.n}]")
    return draft.done(Outcome.PASSAGES_ONLY)


def _bare(phrase: str) -> str:
    """Take off what small models put around an answer."""
    return _PREAMBLE.sub("", " ".join(phrase.split())).strip('"“” ')


def _may_be_kept(begun: str, quote: Evidence, searched: str) -> bool:
    whole_words = begun[: begun.rfind(" ") + 1].lower().split()
    may_be_preamble = _PREAMBLE_WORDS.issuperset(whole_words)  # taken off once its colon has come
    return may_be_preamble or may_become_faithful(phrase=_bare(begun), quote=quote.text, question=searched)


def _write_quotes(draft: Draft, evidence: Sequence[Evidence]) -> None:
    for number, quote in enumerate(evidence, start=1):
        draft.write("\n\n" if number > 1 else "")
        draft.quote(quote.text, citation=number)


def _remember(draft: Draft, passages: Sequence[Passage], reading: Reading) -> None:
    verdict = "quoted" if reading.is_answered else "evidence too weak"
    fates = {quote.passage: verdict for quote in reading.evidence}
    draft.recorder.considered(passages, fates, "not among the best quotes")
