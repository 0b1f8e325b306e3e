"""Measure what each step of reading a question is worth: `python -m tests.evals.reading_questions` prints JSON.

Documents and questions are our own, written by hand (tests/evals/reading): short forms that one document explains,
the same rules in several years, several questions in one, and such as look like it and ask for one thing. They are
searched in memory by the product's analyzer, fusion and shipped ranker, with each step on and off.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np

from chat.answering.types import Embedder
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.questions.dating import dated, preferences, preferred
from documents.questions.definitions import definitions
from documents.questions.types import Definition, Switches, Understood, Variant
from documents.questions.understanding import understand
from documents.questions.weaving import strongest, woven
from documents.ranking.judging import ndcg
from documents.ranking.ranker import Ranker, reordered
from documents.ranking.wordings import InAnyWords
from documents.types import DocumentRef, Passage, Scores
from project.embedded.models import models_dir
from tests.bench.retrieval import shipped_ranker
from tests.evals.answers_search import ProductIndex

FOLDER = Path(__file__).parent / "reading"
TODAY = date(2026, 2, 10)
OFF = Switches(split_questions=False, expand_synonyms=False, time_words=False)
TIMES = replace(OFF, time_words=True)
# What each kind of questions is written for.
SWITCHES = {"short forms": "expand_synonyms", "times": "time_words", "parts": "split_questions"}


def rows(name: str) -> list[dict[str, Any]]:
    """Read one of the two files."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]


class Reader:
    """Search the documents as the product does, with some steps of reading a question."""

    def __init__(
        self,
        embedder: Embedder,
        ranker: Ranker | None,
        *,
        undated: Collection[str] = (),
        leaves_out: bool = False,
    ) -> None:
        """Index all documents; some say no day, and what is of another time than is asked may be left out."""
        self._leaves_out = leaves_out
        self._texts = {
            row["_id"]: row | {"metadata": {}} if row["_id"] in undated else row for row in rows("corpus")
        }
        self._index = ProductIndex(list(_passages(self._texts.values())), embedder, None)
        self._ranker = ranker
        counted = Counter(pair for row in self._texts.values() for pair in definitions(row["text"]))
        self._mined = [
            Definition(short=pair.short, long=pair.long, documents=many) for pair, many in counted.items()
        ]

    def search(self, question: str, switches: Switches) -> list[str]:
        """Return the documents, best first."""
        understood = understand(question, today=TODAY, switches=switches, mined=self._mined)
        whole, *parts = (self._ordered(understood, part) for part in _parts(understood))
        found = {one.chunk_id: one.document.external_id for each in (whole, *parts) for one in each}
        order = woven([one.chunk_id for one in whole], [[one.chunk_id for one in part] for part in parts])
        return list(
            dict.fromkeys(found[key] for key in (order if parts else [one.chunk_id for one in whole]))
        )

    def _ordered(self, understood: Understood, wordings: Sequence[Variant]) -> list[Passage]:
        """Return what the wordings of one part bring, ranked, those of the time that is asked about first."""
        found = [{one.chunk_id: one for one in self._index.fused(way.text)} for way in wordings]
        scores = [
            (way.weight, {key: one.scores.fused or 0.0 for key, one in known.items()})
            for way, known in zip(wordings, found, strict=True)
        ]
        best = strongest(scores)
        order = [
            _scored(found[best[key][1]][key], best[key][0])
            for key in sorted(best, key=lambda key: -best[key][0])
        ]
        if self._ranker:
            ranker = InAnyWords(self._ranker, [way.text for way in wordings[1:]])
            order = list(reordered(order, ranker.scores(wordings[0].text, order)))
        return self._of_time(understood, order)

    def _of_time(self, understood: Understood, order: list[Passage]) -> list[Passage]:
        if understood.period is None:
            return order
        documents = [self._texts[one.document.external_id] for one in order]
        times = [dated(row["metadata"], row["title"], date(2025, 12, 1)) for row in documents]
        scores = [one.scores.rerank if self._ranker else one.score for one in order]
        known = [0.0 if score is None else score for score in scores]
        worth = preferences(understood.period, times, TODAY)
        places = preferred(known, worth)
        return [order[place] for place in places if worth[place] > 0 or not self._leaves_out]


def _parts(understood: Understood) -> Iterator[list[Variant]]:
    for number in sorted({one.part for one in understood.variants}):
        yield [one for one in understood.variants if one.part == number]


def _scored(passage: Passage, score: float) -> Passage:
    return replace(passage, score=score, scores=replace(passage.scores, fused=score))


def _passages(texts: Any) -> Iterator[Passage]:
    for row in texts:
        key = uuid5(NAMESPACE_URL, row["_id"])
        document = DocumentRef(
            id=UUID(int=0), external_id=row["_id"], title=row["title"], url="", collection="", version=1
        )
        size = len(row["text"])
        yield Passage(
            chunk_id=key, document=document, text=row["text"], page=None, section=(), start=0, end=size, score=0.0,
            scores=Scores(), tokens=len(row["text"].split()), parent=(0, size),
        )  # fmt: skip


def measured(reader: Reader) -> dict[str, dict[str, float]]:
    """Return nDCG@10 of each kind of questions without any step, with the one for it, and with all."""
    gains: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows("questions"):
        kind, grades = row["kind"], dict.fromkeys(row["documents"], 1)
        ways = {"none": OFF, "all": Switches()}
        if kind in SWITCHES:
            ways["its own"] = replace(OFF, **{SWITCHES[kind]: True})
        for way, switches in ways.items():
            found = reader.search(row["text"], switches)
            gains[kind][way].append(ndcg(found, grades))
            gains[kind][f"{way}, first right"].append(float(found[0] in grades))
    return {
        kind: {"questions": len(ways["none"])}
        | {way: round(float(np.mean(values)), 3) for way, values in ways.items()}
        for kind, ways in gains.items()
    }


def of_times(embedder: Embedder, ranker: Ranker | None) -> dict[str, dict[str, float]]:
    """Return nDCG@10 of the questions of a time, as they are preferred and as a filter would leave the others out.

    Once where every document says of when it is, once where those that answer do not.
    """
    asked = [row for row in rows("questions") if row["kind"] == "times"]
    answers = {name for row in asked for name in row["documents"]}

    def worth(undated: Collection[str], *, leaves_out: bool) -> float:
        reader = Reader(embedder, ranker, undated=undated, leaves_out=leaves_out)
        gains = [ndcg(reader.search(row["text"], TIMES), dict.fromkeys(row["documents"], 1)) for row in asked]
        return round(float(np.mean(gains)), 3)

    return {
        name: {"preferred": worth(undated, leaves_out=False), "left out": worth(undated, leaves_out=True)}
        for name, undated in (("all dated", ()), ("answers undated", answers))
    }


if __name__ == "__main__":
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir())
    shown = {
        name: measured(Reader(embedder, ranker)) | {"times, by how": of_times(embedder, ranker)}
        for name, ranker in (("fused", None), ("ranked", shipped_ranker()))
    }
    sys.stdout.write(json.dumps(shown, indent=2) + "\n")
