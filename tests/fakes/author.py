"""Write answers from a script, so that streams can be tested without a model or documents."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chat.actions.answers import Begun
from chat.protocol import Ask
from chat.types import (
    AnswerMode,
    AnswerSentence,
    Citation,
    Done,
    Event,
    Outcome,
    Sources,
    Stage,
    StageName,
    Started,
    Token,
    Usage,
)
from chat.wiring.generation import Account, Commission
from tenants.types import Actor

WORDS = ("Up ", "to ", "five ", "days ", "may ", "be ", "carried ", "over.")


@dataclass
class ScriptedAuthor:
    """Answer with `words`, `pause_seconds` apart; raise `fault` after them where one is given."""

    words: tuple[str, ...] = WORDS
    pause_seconds: float = 0.01
    # Set, it lets the words after the first one come.
    may_go_on: asyncio.Event | None = None
    fault: Exception | None = None
    sources: tuple[Citation, ...] = ()
    # Which of these the answer cites.
    cited: tuple[Citation, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    mode: AnswerMode = "generate"
    cancelled: list[str] = field(default_factory=list)
    asked: list[tuple[Ask, Begun]] = field(default_factory=list)

    def settings_in_force(self) -> Mapping[str, Any]:
        """Return something to be kept."""
        return {"model": "scripted"}

    def commission(self, actor: Actor, ask: Ask, begun: Begun) -> Commission:
        """Return the script as what is to be written."""
        self.asked.append((ask, begun))
        return Commission(
            actor=actor,
            message=begun.message,
            conversation=begun.conversation,
            events=self._events(ask, begun),
            account=lambda: Account(stages=({"name": "write"},), index_version=3, prompt_version="p1"),
        )

    async def aclose(self) -> None:
        """Hold nothing."""

    async def _events(self, ask: Ask, begun: Begun) -> AsyncIterator[Event]:
        try:
            yield Started(id=ask.id, conversation=begun.conversation)
            yield Stage(name=StageName.SEARCH)
            yield Sources(citations=self.sources)
            for word in self.words:
                await asyncio.sleep(self.pause_seconds)
                yield Token(text=word)
                if self.may_go_on is not None:
                    await self.may_go_on.wait()
            if self.fault is not None:
                raise self.fault
            yield Done(
                answer="".join(self.words),
                outcome=Outcome.ANSWERED,
                model="scripted",
                mode=self.mode,
                sentences=self.sentences,
                citations=self.cited,
                usage=Usage(),
            )
        except asyncio.CancelledError:
            self.cancelled.append(ask.question)
            raise
