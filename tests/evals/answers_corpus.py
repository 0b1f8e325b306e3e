"""Read the question sets, and retrieve from them in memory: MiniLM and BM25, fused by rank."""

import json
import math
import os
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np

from chat.answering.types import Embedder, Turn, Vectors
from chat.answering.units import cut
from chat.answering.words import terms
from documents.types import ChunkSpan, DocumentRef, Passage, Scores, SearchResult, Surrounding

CHUNK_CHARACTERS = 900
DEPTH = 100
RRF_K = 60  # Cormack, Clarke, Büttcher: Reciprocal Rank Fusion (SIGIR 2009)
K1, B = 1.2, 0.75


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Hold a question with what a good answer says; no reference where nothing answers it."""

    id: str
    text: str
    reference: str | None
    is_answerable: bool
    relevant: frozenset[str] = frozenset()
    must: tuple[str | list[str], ...] = ()
    must_not: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionSet:
    """Hold questions that are asked of the same passages."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Asked, ...]

    def __len__(self) -> int:
        return len(self.questions)


def data_dir() -> Path:
    """Give the folder of the open data."""
    return Path(os.environ.get("RAGLAN_DATA", Path(__file__).parents[3] / "shared" / "data"))


def sourcegraph() -> QuestionSet:
    return _question_set("sourcegraph-handbook", "queries.jsonl", "qrels.tsv")


def northwind() -> QuestionSet:
    return _question_set("northwind", "queries-hand.jsonl", "qrels-hand.tsv")


def raydocs() -> QuestionSet:
    return _question_set("raydocs", "queries.jsonl", "qrels.tsv")


def load_passages(corpus: Path) -> tuple[Passage, ...]:
    """Cut every section of a corpus into passages of whole sentences."""
    lines = corpus.read_text().splitlines()
    return tuple(passage for line in lines for passage in _passages(json.loads(line)))


class Sections:
    """Give what stands around passages: their section, or its part of so many characters."""

    MOST_CHARACTERS = 4_000  # 1 000 tokens

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._sections: dict[UUID, list[Passage]] = defaultdict(list)
        self._documents = {passage.chunk_id: passage.document.id for passage in passages}
        for passage in passages:
            self._sections[passage.document.id].append(passage)

    async def __call__(self, chunk_ids: Sequence[UUID]) -> tuple[Surrounding, ...]:
        return tuple(self._around(chunk_id) for chunk_id in chunk_ids)

    def _around(self, chunk_id: UUID) -> Surrounding:
        section = self._sections[self._documents[chunk_id]]
        at = next(number for number, passage in enumerate(section) if passage.chunk_id == chunk_id)
        first, last = at, at
        while first > 0 and section[last].end - section[first - 1].start <= self.MOST_CHARACTERS:
            first -= 1
        while (
            last + 1 < len(section) and section[last + 1].end - section[first].start <= self.MOST_CHARACTERS
        ):
            last += 1
        start, near = section[first].start, section[first : last + 1]
        text = ""
        for passage in near:
            text = text.ljust(passage.start - start) + passage.text
        chunks = tuple(
            ChunkSpan(chunk_id=p.chunk_id, start=p.start, end=p.end, page=None, place="", section=p.section)
            for p in near
        )
        return Surrounding(
            chunk_id=chunk_id, version=1, cut=1, text=text, start=start, end=start + len(text), chunks=chunks
        )


class MemoryIndex:
    """Search passages in memory, as the product does in SQL."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder, cache: Path | None = None) -> None:
        self.passages = tuple(passages)
        self._embedder = embedder
        texts = [f"{passage.document.title}\n{passage.text}" for passage in passages]
        self._vectors = _embedded(texts, embedder, cache)
        self._lexical = Bm25(texts)

    def search(self, question: str, k: int = 10) -> SearchResult:
        dense = self._vectors @ self._embedder.embed_query(question)
        lexical = self._lexical.scores(question)
        fused = np.zeros(len(self.passages))
        for scores in (dense, lexical):
            best = np.argsort(-scores, kind="stable")[:DEPTH]
            for rank, index in enumerate(best, start=1):
                fused[index] += (scores[index] > 0) / (RRF_K + rank)
        best = np.argsort(-fused, kind="stable")[:k]
        found = tuple(self._scored(int(i), float(dense[i]), float(lexical[i]), float(fused[i])) for i in best)
        return SearchResult(query_id=uuid5(NAMESPACE_URL, question), passages=found, index_version=1)

    def _scored(self, index: int, dense: float, lexical: float, fused: float) -> Passage:
        passage = self.passages[index]
        return Passage(
            **{
                **vars(passage),
                "score": fused,
                "scores": Scores(dense=dense, lexical=lexical, fused=fused),
            }
        )


@dataclass
class Bm25:
    """Score texts by BM25 over stems."""

    texts: Sequence[str]
    _postings: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        counts = [Counter(terms(text)) for text in self.texts]
        self._lengths = np.array([count.total() for count in counts], dtype=float)
        for index, count in enumerate(counts):
            for term, frequency in count.items():
                self._postings[term].append((index, frequency))

    def scores(self, question: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scores = np.zeros(len(self.texts))
        norm = K1 * (1 - B + B * self._lengths / max(1.0, self._lengths.mean()))
        for term in set(terms(question)):
            postings = self._postings.get(term, [])
            idf = math.log(1 + (len(self.texts) - len(postings) + 0.5) / (len(postings) + 0.5))
            for index, frequency in postings:
                scores[index] += idf * frequency * (K1 + 1) / (frequency + norm[index])
        return scores


def _question_set(name: str, queries: str, judgements: str) -> QuestionSet:
    folder = data_dir() / name
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / judgements).read_text().splitlines():
        query, section, grade = line.split("\t")[:3]
        if grade.isdecimal() and int(grade) > 0:
            relevant[query].add(section)
    rows = [json.loads(line) for line in (folder / queries).read_text().splitlines()]
    questions = tuple(
        Asked(
            id=row["_id"],
            text=row["text"],
            reference=row["answer"],
            is_answerable=row.get("answerable", True),
            relevant=frozenset(relevant[row["_id"]]),
        )
        for row in rows
    )
    return QuestionSet(name=name, passages=load_passages(folder / "corpus.jsonl"), questions=questions)


def _passages(section: dict[str, str]) -> Iterator[Passage]:
    *_, last = section["title"].split(" > ")
    document = DocumentRef(
        id=uuid5(NAMESPACE_URL, section["_id"]),
        external_id=section["_id"],
        title=section["title"],
        url=section.get("url", ""),
        collection="eval",
        version=1,
    )
    for start, end in _chunks(section["text"]):
        text = section["text"][start:end]
        yield Passage(
            chunk_id=uuid5(NAMESPACE_URL, f"{section['_id']}:{start}"),
            document=document,
            text=text,
            page=None,
            section=(last,),
            start=start,
            end=end,
            score=0.0,
            scores=Scores(),
            tokens=len(text) // 4,
        )


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    begin, end = 0, 0
    for unit in cut(text):
        if end > begin and unit.end - begin > CHUNK_CHARACTERS:
            yield begin, end
            begin = unit.start
        end = unit.end
    if end > begin:
        yield begin, end


def _embedded(texts: Sequence[str], embedder: Embedder, cache: Path | None) -> Vectors:
    if cache is not None and cache.is_file():
        kept_texts, vectors = pickle.loads(cache.read_bytes())
        if kept_texts == list(texts):
            return vectors  # type: ignore[no-any-return]
    vectors = embedder.embed_passages(list(texts))
    if cache is not None:
        cache.write_bytes(pickle.dumps((list(texts), vectors)))
    return vectors
