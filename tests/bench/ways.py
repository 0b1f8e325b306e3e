"""Search a set in memory in each way that the bench compares, over the same chunks and vectors."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Vectors
from documents.ranking.diversity import gathered
from documents.ranking.fusion import Fused, fuse
from documents.ranking.learning import Judged, judged
from documents.ranking.ranker import Ranker, reordered
from documents.ranking.weighing import DEFAULT_WEIGHTS, Evidence, Weights, gather
from documents.types import DocumentRef, Passage, Scores
from tests.bench.corpora import Corpus
from tests.bench.lexical_index import LexicalIndex

# Chunks that each leg gives, as where a hundred results are asked for; a ranker sees half of them.
DEPTH, RANKED = 100, 50
RRF_K = 60  # Cormack, Clarke, Büttcher: Reciprocal Rank Fusion (SIGIR 2009)
SPACE = UUID(int=7)
Numbers = NDArray[np.float64] | NDArray[np.float32]
Found = dict[int, float]


@dataclass(frozen=True, kw_only=True)
class Legs:
    """Hold what both legs brought for one question, and what that tells of them."""

    # With the cosine of what only the lexical leg found, as the product's statement has it.
    dense: Found
    dense_alone: Found
    lexical: Found
    ceiling: float
    evidence: Evidence


class Searcher:
    """Answer the questions of one set."""

    def __init__(self, corpus: Corpus, index: LexicalIndex, passages: Vectors, questions: Vectors) -> None:
        """Keep what is searched."""
        self.corpus, self._index = corpus, index
        self.passages, self.question_vectors = passages, questions
        self._questions = dict(zip(corpus.questions, questions, strict=True))

    def bm25(self, question: str) -> Found:
        """Return what the lexical leg finds alone."""
        scores = self._index.scores(self.corpus.questions[question])
        return {key: score for key, score in best(scores).items() if score > 0}

    def dense(self, question: str) -> Found:
        """Return what the dense leg finds alone."""
        return best(self.passages @ self._questions[question])

    def rrf(self, question: str) -> Found:
        """Return what either leg found, by reciprocal rank fusion."""
        scores: Found = defaultdict(float)
        for leg in (self.dense(question), self.bm25(question)):
            for rank, key in enumerate(sorted(leg, key=lambda key: -leg[key]), start=1):
                scores[key] += 1 / (RRF_K + rank)
        return scores

    def fused(self, question: str) -> Found:
        """Return what either leg found by our fusion."""
        return fused(self.legs(question))

    def legs(self, question: str) -> Legs:
        """Return what both legs bring."""
        cosines = self.passages @ self._questions[question]
        text, lexical, alone = self.corpus.questions[question], self.bm25(question), best(cosines)
        asked, weights, language = self._index.asked(text)
        return Legs(
            dense=alone | {key: float(cosines[key]) for key in lexical},
            dense_alone=alone,
            lexical=lexical,
            ceiling=self._index.ceiling(text),
            evidence=gather(
                asked=asked,
                found_weights=weights,
                lexical=lexical.values(),
                dense=alone.values(),
                ceiling=self._index.ceiling(text),
                is_read=language in ALL_MINILM_L6_V2.languages,
            ),
        )

    def ranked(self, question: str, ranker: Ranker) -> Found:
        """Return what a ranker makes of the best of our fusion."""
        legs = self.legs(question)
        found = fusion(legs, DEFAULT_WEIGHTS)
        passages = [self._passage(one) for one in found[:RANKED]]
        keys = {passage.chunk_id: one.key for passage, one in zip(passages, found, strict=False)}
        ordered = reordered(passages, ranker.scores(self.corpus.questions[question], passages))
        return _by_order(
            [*(keys[passage.chunk_id] for passage in ordered), *(one.key for one in found[RANKED:])]
        )

    def varied(self, question: str) -> Found:
        """Return what either leg found by our fusion, with what repeats another behind what does not."""
        found = fusion(self.legs(question), DEFAULT_WEIGHTS)
        passages = [self._passage(one) for one in found]
        keys = {passage.chunk_id: one.key for passage, one in zip(passages, found, strict=True)}
        return _by_order([keys[passage.chunk_id] for passage in gathered(passages)])

    def owners(self, found: Mapping[int, float]) -> list[str]:
        """Return the texts of the best DEPTH chunks, best chunk first, each text once.

        A search through PostgreSQL and the other libraries give so many: what two legs brought beyond is not compared.
        """
        order = sorted(found, key=lambda key: -found[key])[:DEPTH]
        return list(dict.fromkeys(self.corpus.owners[key] for key in order))

    def judged(self, question: str) -> Judged:
        """Return a question as weights are learned from it."""
        legs, grades = self.legs(question), self.corpus.judgements[question]
        return judged(
            evidence=legs.evidence,
            dense=legs.dense,
            lexical=legs.lexical,
            grades={key: grades.get(self.corpus.owners[key], 0) for key in legs.dense},
            lexical_ceiling=legs.ceiling,
            unrelated_cosine=0.0,
            depth=DEPTH,
        )

    def _passage(self, one: Fused[int]) -> Passage:
        text, owner = self.corpus.chunks[one.key], self.corpus.owners[one.key]
        document = DocumentRef(
            id=uuid5(SPACE, owner), external_id=owner, title=owner, url="", collection="bench", version=1
        )
        return Passage(
            chunk_id=uuid5(SPACE, str(one.key)),
            document=document,
            text=text,
            page=None,
            section=(),
            start=0,
            end=len(text),
            score=one.score,
            scores=Scores(dense=one.dense, lexical=one.lexical, fused=one.score),
            tokens=len(text.split()),
        )


def _by_order(keys: Sequence[int]) -> Found:
    return {key: float(-rank) for rank, key in enumerate(keys)}


def fusion(legs: Legs, weights: Weights) -> Sequence[Fused[int]]:
    """Fuse two legs as the product does."""
    return fuse(
        legs.dense,
        legs.lexical,
        lexical_ceiling=legs.ceiling,
        dense_share=weights.dense_share(legs.evidence),
        depth=DEPTH,
    )


def fused(legs: Legs, weights: Weights = DEFAULT_WEIGHTS) -> Found:
    """Return the fused scores."""
    return {one.key: one.score for one in fusion(legs, weights)}


def best(scores: Numbers) -> Found:
    """Return the positions and scores of the best chunks."""
    positions = np.argsort(-scores, kind="stable")[:DEPTH]
    return {int(position): float(scores[position]) for position in positions}
