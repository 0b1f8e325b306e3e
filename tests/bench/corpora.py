"""Read the open retrieval sets and embed them once, into a cache outside the project."""

import hashlib
import json
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from documents.embedding.types import Embedder, Vectors
from documents.ingest.split import embedded_text, split
from documents.ingest.types import Extracted, SplitterSettings
from documents.lexical.language import detect_language

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RAGLAN_DATA", ROOT.parent / "shared" / "data"))
CACHE = Path(os.environ.get("RAGLAN_BENCH_CACHE", "/tmp/raglan/cache"))
# Sets of our own, in languages that the default model was not trained to read.
OWN = ROOT / "tests" / "evals"
# Name, folder, judgements, queries, and what of a text the judgements name.
SETS = {
    "raydocs": ("raydocs", "qrels.tsv", "queries.jsonl", "_id"),
    "raydocs-pages": ("raydocs", "qrels-pages.tsv", "queries.jsonl", "path"),
    "scifact": ("scifact", "qrels.tsv", "queries.jsonl", "_id"),
    "northwind": ("northwind", "qrels.tsv", "queries.jsonl", "_id"),
    "northwind-hand": ("northwind", "qrels-hand.tsv", "queries-hand.jsonl", "_id"),
    "sourcegraph-handbook": ("sourcegraph-handbook", "qrels.tsv", "queries.jsonl", "_id"),
    "multilingual": ("multilingual", "qrels.tsv", "queries.jsonl", "_id"),
}


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Hold a set: chunks, the text and the language that each is of, questions, and which texts answer them."""

    name: str
    chunks: tuple[str, ...]
    owners: tuple[str, ...]
    languages: tuple[str, ...]
    questions: dict[str, str]
    judgements: dict[str, dict[str, int]]


def leave_without_data(bench: str) -> None:
    """End the run, and say so as JSON, where the open data is missing."""
    if not DATA.is_dir():
        print(json.dumps({"bench": bench, "skipped": "no RAGLAN_DATA"}))
        sys.exit(0)


def load(name: str, models_dir: Path) -> Corpus:
    """Read a set and split its texts; questions without a judgement are left out."""
    folder, (_, qrels, queries, owner) = folder_of(name), SETS[name]
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text().split("\n") if line]
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / qrels).read_text().splitlines():
        query, passage, grade = line.split("\t")
        if grade.isdigit() and int(grade) > 0:
            judgements[query][passage] = int(grade)
    chunks, owners, languages = _split(rows, owner, models_dir)
    asked = (json.loads(line) for line in (folder / queries).read_text().split("\n") if line)
    return Corpus(
        name=name,
        chunks=chunks,
        owners=owners,
        languages=languages,
        questions={str(row["_id"]): row["text"] for row in asked if str(row["_id"]) in judgements},
        judgements=dict(judgements),
    )


def folder_of(name: str) -> Path:
    """Return where a set lies."""
    folder = SETS[name][0]
    return OWN / folder if (OWN / folder).is_dir() else DATA / folder


def judged(name: str) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """Return a set's questions and judgements, without its texts."""
    _, qrels, queries, _ = SETS[name]
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder_of(name) / qrels).read_text().splitlines():
        query, passage, grade = line.split("\t")
        if grade.isdigit() and int(grade) > 0:
            judgements[query][passage] = int(grade)
    asked = (json.loads(line) for line in (folder_of(name) / queries).read_text().split("\n") if line)
    return {str(row["_id"]): row["text"] for row in asked}, dict(judgements)


def _split(rows: list[dict[str, str]], owner: str, models_dir: Path) -> tuple[tuple[str, ...], ...]:
    tokenizer = counting_tokenizer(ALL_MINILM_L6_V2, models_dir)
    chunks: list[str] = []
    owners: list[str] = []
    languages: list[str] = []
    for row in rows:
        title = row.get("title", "")
        pieces = split(Extracted(text=row["text"]), SplitterSettings(), tokenizer)
        # A text without words is found by its title.
        found = [embedded_text(piece, title) for piece in pieces] or [title]
        chunks += found
        owners += [str(row[owner])] * len(found)
        languages += [detect_language(row["text"])] * len(found)
    return tuple(chunks), tuple(owners), tuple(languages)


def embedded(corpus: Corpus, embedder: Embedder) -> tuple[Vectors, Vectors]:
    """Return vectors of the chunks and of the questions."""
    key = hashlib.sha256(
        "\x00".join((embedder.name, embedder.revision, embedder.precision, *corpus.chunks)).encode()
    )
    path = CACHE / f"{SETS[corpus.name][0]}-{key.hexdigest()[:16]}.npy"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.embed_passages(corpus.chunks))
    questions = np.stack([embedder.embed_query(question) for question in corpus.questions.values()])
    return np.load(path), questions
