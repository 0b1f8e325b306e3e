"""Measure what alignment makes of a capable model's text: `python -m tests.evals.generated [--sets NAME…]` prints JSON.

A scripted model answers each question with the passages of its reference in the prompt: with the sentence of them that
says most of the reference (verbatim), with the reference itself (paraphrase), with either after its numbers or names
were changed (invented), and with a sentence of another set (foreign). No threshold was chosen on these figures.
"""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import cast

from chat.answering.answerer import Answerer
from chat.answering.prompt import unmarked
from chat.answering.types import AnswerSettings, Embedder, Question, Surrounder
from chat.answering.units import Kind, cut
from chat.answering.words import names, numbers, share, terms
from chat.guardrails.patterns import PatternGuard
from chat.llm.registry import ModelEntry, model_entry
from chat.llm.types import Delta, Finished, FinishReason, GenerationRequest, Piece
from chat.types import Done, Outcome
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.lexical.lexicon import Lexicon
from documents.types import Passage, SearchResult
from project.embedded.models import models_dir
from tests.evals.answers import PASSAGES, TENANT
from tests.evals.answers_corpus import (
    Asked,
    MemoryIndex,
    QuestionSet,
    Sections,
    northwind,
    raydocs,
    sourcegraph,
)

# A sentence that says less of the reference is no answer to the question.
_SAYS_ENOUGH = 0.6
_STRANGERS = ("Wonderland", "Zebulon", "Quantico")
_DIGITS = re.compile(r"\d+")
_INNER_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


@dataclass(frozen=True, kw_only=True)
class Said:
    """Hold what a model says to a question, and whether the passages carry it."""

    kind: str
    asked: Asked
    text: str
    is_true: bool
    # The passage that it names for it.
    origin: str


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Hold what became of it: shown as an answer, and with every sentence supported."""

    said: Said
    is_answered: bool
    is_accepted: bool


class CapableGateway:
    """Be a capable model that says what it is told to say, and names where it has it from."""

    model: ModelEntry = model_entry("a-capable-model")
    text: str = ""
    origin: str = ""

    @asynccontextmanager
    async def stream(self, request: GenerationRequest) -> AsyncIterator[AsyncIterator[Piece]]:
        yield self._pieces(request)

    async def _pieces(self, request: GenerationRequest) -> AsyncIterator[Piece]:
        yield Delta(text=f"{self.text} [{self._number(request.messages[-1].content)}]")
        yield Finished(reason=FinishReason.STOP, model=self.model.id)

    def _number(self, prompt: str) -> int:
        """Return the number of the passage that holds where the text is from."""
        blocks = prompt.split("<passage ")[1:]
        origin = unmarked(self.origin)
        return next((n for n, block in enumerate(blocks, start=1) if origin and origin in block), 1)


async def measure(
    question_set: QuestionSet,
    foreign: Sequence[str],
    embedder: Embedder,
    cache: Path | None,
    *,
    passage_tokens: int = AnswerSettings.passage_tokens,
) -> dict[str, list[Judged]]:
    """Say everything that can be said to each question, and give by its kind whether it was accepted."""
    index = MemoryIndex(question_set.passages, embedder, cache)
    gateway = CapableGateway()
    answerer = Answerer(
        gateway=gateway,
        embedder=embedder,
        lexicon=Lexicon(),
        guard=PatternGuard(),
        settings=AnswerSettings(passage_tokens=passage_tokens),
    )
    surround = Sections(question_set.passages)
    judged: dict[str, list[Judged]] = {}
    elsewhere = cycle(foreign)
    for asked in question_set.questions:
        prompted = _prompted(asked, index)
        for said in _sayings(asked, prompted, next(elsewhere)):
            gateway.text, gateway.origin = said.text, said.origin
            done = await _ask(answerer, said, prompted, surround)
            judged.setdefault(said.kind, []).append(_judged(said, done))
    return judged


def _judged(said: Said, done: Done) -> Judged:
    is_answered = done.outcome is Outcome.ANSWERED
    is_whole = all(sentence.verified for sentence in done.sentences)
    return Judged(said=said, is_answered=is_answered, is_accepted=is_answered and is_whole)


def _prompted(asked: Asked, index: MemoryIndex) -> tuple[Passage, ...]:
    """Give the passages found, those of the reference among them."""
    found = index.search(asked.text, PASSAGES).passages
    right = [p for p in index.passages if p.document.external_id in asked.relevant and asked.reference]
    best = sorted(right, key=lambda p: -share(terms(asked.reference or ""), terms(p.text)))[:3]
    known = {passage.chunk_id for passage in found}
    missing = [passage for passage in best if passage.chunk_id not in known]
    return (*missing, *found[: PASSAGES - len(missing)])


def _sayings(asked: Asked, prompted: Sequence[Passage], foreign: str) -> Iterator[Said]:
    if not asked.is_answerable or not asked.reference:
        return
    origin, sentence = _best_sentence(asked, prompted)
    said = partial(Said, asked=asked, origin=origin)
    yield said(kind="paraphrase", text=_whole(asked.reference), is_true=True)
    for changed in _changed(asked.reference, prompted):
        yield said(kind="invented", text=_whole(changed), is_true=False)
    if sentence:
        yield said(kind="verbatim", text=sentence, is_true=True)
        for changed in _changed(sentence, prompted):
            yield said(kind="invented", text=changed, is_true=False)
    yield said(kind="foreign", text=foreign, is_true=False)


def _best_sentence(asked: Asked, prompted: Sequence[Passage]) -> tuple[str, str]:
    """Give the passage and the sentence in it that say most of the reference."""
    wanted = terms(asked.reference or "")
    right = [(n, p) for n, p in enumerate(prompted) if p.document.external_id in asked.relevant]
    units = [
        (share(wanted, terms(unit.text)), -n, " ".join(unit.text.split()))
        for n, p in right
        for unit in cut(p.text)
        if unit.kind is Kind.SENTENCE
    ]
    says, number, text = max(units, default=(0.0, -right[0][0] if right else 0, ""))
    return prompted[-number].text, text if says >= _SAYS_ENOUGH else ""


def _whole(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _changed(text: str, prompted: Sequence[Passage]) -> Iterator[str]:
    """Yield the text with its first number changed, and with its first inner name changed, to what nobody says."""
    said = numbers(" ".join(passage.text for passage in prompted))
    if match := _DIGITS.search(text):
        new = next(str(n) for n in range(int(match.group()[:6]) + 7, 10**7) if str(n) not in said)
        yield text[: match.start()] + new + text[match.end() :]
    if (match := _INNER_NAME.search(text)) and names(text):
        yield text[: match.start()] + _STRANGERS[len(text) % len(_STRANGERS)] + text[match.end() :]


async def _ask(answerer: Answerer, said: Said, prompted: tuple[Passage, ...], surround: Surrounder) -> Done:
    async def retrieve(question: str) -> SearchResult:
        del question  # what is found was chosen before
        return SearchResult(query_id=TENANT, passages=prompted, index_version=1)

    asking = Question(id=said.asked.id, conversation=TENANT, tenant=TENANT, text=said.asked.text)
    answering = answerer.answer(asking, retrieve=retrieve, surround=surround)
    events = [event async for event in answering.events()]
    return cast("Done", events[-1])


def sentences_of(question_set: QuestionSet) -> list[str]:
    """Give sentences of a set, for others to be told."""
    passages = question_set.passages[:: max(1, len(question_set.passages) // 60)]
    units = (unit for passage in passages for unit in cut(passage.text) if unit.kind is Kind.SENTENCE)
    return [" ".join(unit.text.split()) for unit in units if unit.text.endswith(".")][:60]


def summary(judged: Sequence[Judged]) -> dict[str, float]:
    """Give the shares of texts that were accepted whole, and that came out as an answer at all."""
    return {
        "texts": len(judged),
        "accepted": round(sum(one.is_accepted for one in judged) / len(judged), 3),
        "answered": round(sum(one.is_answered for one in judged) / len(judged), 3),
    }


SETS = {"sourcegraph": sourcegraph, "northwind": northwind, "raydocs": raydocs}


async def main() -> None:
    """Measure the sets that were asked for, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--passage-tokens", type=int, default=AnswerSettings.passage_tokens)
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args()
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir(), 2)
    for name in given.sets:
        foreign = sentences_of(SETS["northwind" if name != "northwind" else "raydocs"]())
        cache = given.cache / f"{name}-0.pickle" if given.cache else None
        judged = await measure(SETS[name](), foreign, embedder, cache, passage_tokens=given.passage_tokens)
        report = {kind: summary(all_) for kind, all_ in judged.items()}
        sys.stdout.write(json.dumps({name: report}) + "\n")
        if given.details:
            all_judged = [one for those in judged.values() for one in those]
            wrong = [
                (one.said.kind, one.said.text) for one in all_judged if one.is_accepted != one.said.is_true
            ]
            sys.stdout.write(json.dumps(wrong, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
