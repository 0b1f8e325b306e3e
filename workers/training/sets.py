"""Read judged questions from open sets whose licences allow training, and find their candidates as a search does."""

import json
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("RAGLAN_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
SYNTHETIC = "extras/embedding-qa-synthetic"


@dataclass(frozen=True, kw_only=True)
class QuestionSet:
    """Name questions and judgements of a corpus; sets of one `kind` are never trained on to measure another of it."""

    name: str
    kind: str
    folder: str
    queries: str
    judgements: str
    licence: str
    # Of more questions so many are drawn.
    most: int | None = None
    # A set that is only measured: its licence allows no more, or its questions were made from the texts.
    trains: bool = True
    measures: bool = True


SETS = (
    QuestionSet(
        name="raydocs", kind="raydocs", folder="raydocs", queries="queries.jsonl", judgements="qrels.tsv",
        licence="questions CC BY 4.0, texts Apache-2.0",
    ),
    QuestionSet(
        name="raydocs-synthetic", kind="raydocs", folder="raydocs", queries=f"{SYNTHETIC}/queries.jsonl",
        judgements=f"{SYNTHETIC}/qrels.tsv", licence="questions CC BY 4.0, texts Apache-2.0", most=900,
        measures=False,
    ),
    QuestionSet(
        name="northwind", kind="northwind", folder="northwind", queries="queries.jsonl", judgements="qrels.tsv",
        licence="MIT",
    ),
    QuestionSet(
        name="northwind-hand", kind="northwind", folder="northwind", queries="queries-hand.jsonl",
        judgements="qrels-hand.tsv", licence="MIT",
    ),
    QuestionSet(
        name="sourcegraph-handbook", kind="sourcegraph-handbook", folder="sourcegraph-handbook",
        queries="queries.jsonl", judgements="qrels.tsv", licence="Apache-2.0",
    ),
    QuestionSet(
        name="scifact", kind="scifact", folder="scifact", queries="queries.jsonl", judgements="qrels.tsv",
        licence="claims CC BY-NC 2.0: measured, never trained on", trains=False,
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Hold a question and which texts answer it, by grade."""

    question: str
    grades: dict[str, int]


def texts(folder: str) -> Iterator[dict[str, Any]]:
    """Yield the texts of a corpus."""
    return _lines(DATA / folder / "corpus.jsonl")


def questions(one: QuestionSet, seed: int) -> list[Asked]:
    """Return the judged questions of a set, the same ones for the same seed."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (DATA / one.folder / one.judgements).read_text().splitlines():
        query, text, grade = line.split("\t")
        if grade.isdigit() and int(grade) > 0:
            grades[query][text] = int(grade)
    asked = [
        Asked(question=row["text"], grades=grades[str(row["_id"])])
        for row in _lines(DATA / one.folder / one.queries)
        if str(row["_id"]) in grades
    ]
    if one.most is None or len(asked) <= one.most:
        return asked
    return random.Random(seed).sample(asked, one.most)  # noqa: S311 - a draw that can be repeated


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text().split("\n"):
        if line:
            yield json.loads(line)
