"""Find the candidates of judged questions in memory, cut, embedded, fused and described as the product does."""

import hashlib
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from documents.embedding.types import Embedder, Vectors
from documents.ingest.split import embedded_text, split
from documents.ingest.types import Chunk, Extracted, SplitterSettings
from documents.lexical.analyzer import Analyzer
from documents.lexical.bm25 import ceiling, inverse_document_frequency, term_weight
from documents.lexical.language import asked_languages, detect_language
from documents.ranking.features import describe
from documents.ranking.fitting import Case
from documents.ranking.fusion import Fused, fuse
from documents.ranking.tokens import TokenVectors
from documents.ranking.weighing import DEFAULT_WEIGHTS, gather
from documents.types import DocumentRef, Passage, Scores
from workers.training.sets import Asked, texts

CACHE = Path(os.environ.get("RAGLAN_BENCH_CACHE", Path(tempfile.gettempdir()) / "raglan" / "cache"))
# As deep as a search looks, and as many as it ranks.
DEPTH = 50
NOWHERE = UUID(int=0)


class Library:
    """Hold a corpus, cut and embedded, with the weight of every term in every chunk."""

    def __init__(self, folder: str, embedder: Embedder, models_dir: Path) -> None:
        """Read, cut, analyse and embed all texts; vectors are kept in a cache."""
        self._embedder = embedder
        self._chunks: list[Chunk] = []
        self._owners: list[tuple[str, str]] = []
        self._languages: list[str] = []
        embedded = self._cut(folder, models_dir)
        self._vectors = _vectors(folder, embedded, embedder)
        self._analyzer = Analyzer()
        self._idf: dict[str, float] = {}
        self._index(embedded)

    def case(self, kind: str, asked: Asked, tokens: TokenVectors) -> Case:
        """Return a question with its candidates described."""
        fused = self._fused(asked.question)
        passages = [self.passage(one) for one in fused[:DEPTH]]
        return Case(
            kind=kind,
            features=describe(asked.question, passages, tokens),
            owners=tuple(passage.document.external_id for passage in passages),
            grades=asked.grades,
            behind=tuple(self._owners[one.key][0] for one in fused[DEPTH:]),
        )

    def candidates(self, question: str) -> list[Passage]:
        """Return what a search would rank for a question."""
        return [self.passage(one) for one in self._fused(question)[:DEPTH]]

    def _cut(self, folder: str, models_dir: Path) -> list[str]:
        tokenizer = counting_tokenizer(ALL_MINILM_L6_V2, models_dir)
        embedded: list[str] = []
        for row in texts(folder):
            title = str(row.get("title", ""))
            nothing = Chunk(ordinal=0, text="", page=None, section=(), start=0, end=0, tokens=0)
            chunks = split(Extracted(text=row["text"]), SplitterSettings(), tokenizer) or (nothing,)
            language = detect_language(row["text"])
            embedded += [embedded_text(chunk, title) for chunk in chunks]
            self._chunks += chunks
            self._owners += [(str(row["_id"]), title)] * len(chunks)
            self._languages += [language] * len(chunks)
        return embedded

    def _index(self, embedded: list[str]) -> None:
        pairs = zip(embedded, self._languages, strict=True)
        counts = [Counter(self._analyzer.terms(text, language)) for text, language in pairs]
        lengths = [counted.total() for counted in counts]
        mean = sum(lengths) / len(lengths)
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counted in enumerate(counts):
            for term, frequency in counted.items():
                postings[term].append((place, term_weight(frequency, lengths[place], mean)))
        self._idf = {
            term: inverse_document_frequency(len(counts), len(held)) for term, held in postings.items()
        }
        self._postings = {
            term: (
                np.array([place for place, _ in held]),
                np.array([weight for _, weight in held]) * self._idf[term],
            )
            for term, held in postings.items()
        }
        self._by_language = Counter(self._languages)

    def _fused(self, question: str) -> list[Fused[int]]:
        cosines = self._vectors @ self._embedder.embed_query(question)
        languages = asked_languages(question, self._by_language)
        terms = self._analyzer.query_terms(question, languages)
        lexical = self._lexical(terms)
        words = {place: float(lexical[place]) for place in _best(lexical) if lexical[place] > 0}
        keys = {*_best(cosines), *words}
        known = [self._idf[term] for term in terms if term in self._idf]
        evidence = gather(
            asked=self._analyzer.query_terms(question, languages[:1]),
            found_weights=known,
            lexical=list(words.values()),
            dense=[float(cosines[key]) for key in keys],
            ceiling=ceiling(known),
            is_read=not languages or languages[0] in ALL_MINILM_L6_V2.languages,
        )
        return fuse(
            {key: float(cosines[key]) for key in keys},
            words,
            lexical_ceiling=ceiling(known),
            dense_share=DEFAULT_WEIGHTS.dense_share(evidence),
            depth=DEPTH,
        )

    def _lexical(self, terms: Iterable[str]) -> NDArray[np.float64]:
        scores = np.zeros(len(self._chunks))
        for term in terms:
            if term in self._postings:
                places, weights = self._postings[term]
                scores[places] += weights
        return scores

    def passage(self, one: Fused[int]) -> Passage:
        """Return a candidate as a search finds it."""
        chunk, (owner, title) = self._chunks[one.key], self._owners[one.key]
        return Passage(
            chunk_id=UUID(int=one.key),
            document=DocumentRef(
                id=NOWHERE, external_id=owner, title=title, url="", collection="", version=1
            ),
            text=chunk.text,
            page=chunk.page,
            section=chunk.section,
            start=chunk.start,
            end=chunk.end,
            score=one.score,
            scores=Scores(dense=one.dense, lexical=one.lexical, fused=one.score),
            tokens=chunk.tokens,
            parent=(chunk.parent_start, chunk.parent_end),
        )


def _best(scores: Vectors | NDArray[np.float64]) -> list[int]:
    best: list[int] = np.argsort(-scores, kind="stable")[:DEPTH].tolist()
    return best


def _vectors(folder: str, embedded: list[str], embedder: Embedder) -> Vectors:
    named = "\x00".join((embedder.name, embedder.revision, embedder.precision, *embedded))
    path = CACHE / f"{folder}-{hashlib.sha256(named.encode()).hexdigest()[:16]}.npy"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.embed_passages(embedded))
    vectors: Vectors = np.load(path)
    return vectors
