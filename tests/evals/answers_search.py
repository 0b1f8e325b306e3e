"""Search passages in memory as the product does: the same analyzer, fusion, ranker and reading of questions."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from chat.answering.types import Embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.ingest.split import embedded_text
from documents.ingest.types import Chunk
from documents.lexical.language import detect_language
from documents.questions.compound import split_question
from documents.questions.weaving import woven
from documents.ranking.diversity import gathered
from documents.ranking.fusion import fuse
from documents.ranking.ranker import Ranker, reordered
from documents.ranking.weighing import DEFAULT_WEIGHTS, gather
from documents.types import Passage, Scores, SearchResult
from tests.bench.lexical_index import LexicalIndex
from tests.bench.ways import Numbers

# As deep as a search looks, and as many as it ranks.
DEPTH = 50


class ProductIndex:
    """Hold passages, their vectors and the weights of their terms."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder, ranker: Ranker | None) -> None:
        """Embed and analyse all passages."""
        self.passages, self._embedder, self.ranker = tuple(passages), embedder, ranker
        texts = [_embedded(passage) for passage in passages]
        whole: dict[str, list[str]] = {}
        for passage in passages:
            whole.setdefault(passage.document.external_id, []).append(passage.text)
        languages = {document: detect_language("\n".join(parts)) for document, parts in whole.items()}
        self._lexical = LexicalIndex(texts, [languages[one.document.external_id] for one in passages])
        self._vectors = np.asarray(embedder.embed_passages(texts))

    def search(self, question: str, k: int = 10) -> SearchResult:
        """Return the best passages."""
        best = self._ranked(question)
        parts = split_question(question)
        if parts:
            each = [self._ranked(part) for part in parts]
            known = {one.chunk_id: one for found in (*reversed(each), best) for one in found}
            order = woven([one.chunk_id for one in best], [[one.chunk_id for one in part] for part in each])
            best = [known[key] for key in order]
        found = tuple(gathered(best)[:k])
        return SearchResult(query_id=uuid5(NAMESPACE_URL, question), passages=found, index_version=1)

    def _ranked(self, question: str) -> list[Passage]:
        found = self.fused(question)
        return list(reordered(found, self.ranker.scores(question, found))) if self.ranker else found

    def fused(self, question: str) -> list[Passage]:
        """Return what either leg finds, fused."""
        cosines = self._vectors @ self._embedder.embed_query(question)
        weights = self._lexical.scores(question)
        words = {key: float(weights[key]) for key in _best(weights) if weights[key] > 0}
        asked, found, language = self._lexical.asked(question)
        ceiling = self._lexical.ceiling(question)
        evidence = gather(
            asked=asked,
            found_weights=found,
            lexical=words.values(),
            dense=[float(cosines[key]) for key in _best(cosines)],
            ceiling=ceiling,
            is_read=language in ALL_MINILM_L6_V2.languages,
        )
        fused = fuse(
            {key: float(cosines[key]) for key in {*_best(cosines), *words}},
            words,
            lexical_ceiling=ceiling,
            dense_share=DEFAULT_WEIGHTS.dense_share(evidence),
            depth=DEPTH,
        )
        return [
            replace(
                self.passages[one.key],
                score=one.score,
                scores=Scores(dense=one.dense, lexical=one.lexical, fused=one.score),
            )
            for one in fused[:DEPTH]
        ]


def _best(scores: Numbers) -> list[int]:
    best: list[int] = np.argsort(-scores, kind="stable")[:DEPTH].tolist()
    return best


def _embedded(passage: Passage) -> str:
    chunk = Chunk(
        ordinal=0,
        text=passage.text,
        page=None,
        section=passage.section,
        start=passage.start,
        end=passage.end,
        tokens=passage.tokens,
    )
    return embedded_text(chunk, passage.document.title)
