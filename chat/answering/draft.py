"""Hold one answer while it is written, and say each step to who listens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chat.answering.recorder import Recorder
from chat.llm.registry import ModelEntry
from chat.llm.types import Finished
from chat.types import AnswerSentence, Citation, Done, Event, Outcome, Sources, Stage, StageName, Token


@dataclass(kw_only=True)
class Draft:
    """Collect the answer; what was emitted as tokens is `text`, always."""

    emit: Callable[[Event], None]
    recorder: Recorder
    model: ModelEntry
    text: str = ""
    written_by: str = ""
    citations: tuple[Citation, ...] = ()
    sentences: list[AnswerSentence] = field(default_factory=list)

    def stage(self, name: StageName, detail: str = "") -> None:
        """Say what happens now."""
        self.emit(Stage(name=name, detail=detail))

    def cite(self, citations: tuple[Citation, ...]) -> None:
        """Name the sources, once, before the first token."""
        self.citations = citations
        self.emit(Sources(citations=citations))

    def write(self, text: str) -> None:
        """Append to the answer."""
        if text:
            self.text += text
            self.emit(Token(text=text))

    def quote(self, text: str, *, citation: int) -> None:
        """Append a text that is known to hold, with its citation."""
        start = len(self.text)
        self.write(text)
        self.sentences.append(
            AnswerSentence(start=start, end=len(self.text), citations=(citation,), verified=True)
        )
        self.write(f" [{citation}]")

    def finished(self, piece: Finished) -> Mapping[str, object]:
        """Note which model wrote, and what it took; give what the trace says of it."""
        self.recorder.usage = self.recorder.usage + piece.usage
        self.written_by = piece.model
        if piece.model and piece.model != self.model.id:
            self.recorder.degraded.append("fallback_model")
        return {
            "endpoint": piece.endpoint,
            "attempts": piece.attempts,
            "first_token_ms": round(piece.first_token_ms, 1),
            "prompt_tokens": piece.usage.prompt_tokens,
            "completion_tokens": piece.usage.completion_tokens,
        }

    def done(self, outcome: Outcome, citations: tuple[Citation, ...] | None = None) -> Done:
        """End it."""
        trace = self.recorder.trace
        return Done(
            answer=self.text,
            outcome=outcome,
            citations=self.citations if citations is None else citations,
            sentences=tuple(self.sentences),
            model=self.written_by or self.model.id,
            mode=self.model.mode,
            usage=trace.usage,
            timings_ms=self.recorder.timings_ms,
            degraded=trace.degraded,
        )
