"""Remember, while an answer is made, what its trace will say."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from chat.answering.types import Considered, Question, Step, Trace
from chat.llm.registry import ModelEntry
from chat.types import StageName, Usage
from documents.types import Passage, SearchResult


class Recorder:
    """Collect the stages of one answer."""

    def __init__(self, question: Question, model: ModelEntry) -> None:
        """Begin the clock."""
        self._begun_at = time.monotonic()
        self._trace = Trace(question=question.text, searched=question.text, mode=model.mode, model=model.id)
        self.degraded: list[str] = []
        self.usage = Usage()

    @property
    def trace(self) -> Trace:
        """Give what is known so far, frozen."""
        return replace(self._trace, usage=self.usage, degraded=tuple(dict.fromkeys(self.degraded)))

    @property
    def timings_ms(self) -> Mapping[str, float]:
        """Give the time of each stage, and of all."""
        stages = {step.name.value: step.took_ms for step in self._trace.steps}
        return {**stages, "total": self._elapsed_ms()}

    @contextmanager
    def step(self, name: StageName) -> Iterator[dict[str, object]]:
        """Time a stage; what the block puts into the dictionary becomes its detail."""
        begun_ms = self._elapsed_ms()
        detail: dict[str, object] = {}
        try:
            yield detail
        finally:
            took_ms = round(self._elapsed_ms() - begun_ms, 1)
            step = Step(name=name, begun_ms=round(begun_ms, 1), took_ms=took_ms, detail=detail)
            self._note(steps=(*self._trace.steps, step))

    def searched(self, question: str, found: SearchResult) -> None:
        """Remember what was searched and found."""
        self.degraded.extend(found.degraded)
        self._note(searched=question, query_id=found.query_id, index_version=found.index_version)

    def recalled(self, index_version: int) -> None:
        """Remember by which index version a known answer was found when it was made; nothing was searched now."""
        self._note(index_version=index_version)

    def considered(self, passages: Sequence[Passage], fates: Mapping[int, str], otherwise: str) -> None:
        """Remember what became of each passage, by its rank from 0."""
        self._note(
            passages=tuple(
                Considered(
                    chunk_id=passage.chunk_id,
                    document_id=passage.document.id,
                    rank=rank + 1,
                    score=passage.score,
                    tokens=passage.tokens,
                    fate=fates.get(rank, otherwise),
                )
                for rank, passage in enumerate(passages)
            )
        )

    def _note(self, **changes: object) -> None:
        self._trace = replace(self._trace, **changes)  # type: ignore[arg-type] # fields of Trace by name

    def _elapsed_ms(self) -> float:
        return (time.monotonic() - self._begun_at) * 1000
