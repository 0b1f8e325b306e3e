"""Make as many chunks as are wanted out of the real ones of the open sets.

The first are the real chunks themselves. Those beyond are each made of a real one: its vector moved by a random step,
seven tenths of its terms, and as many others as are missing, drawn as often as they occur in all texts. So vectors lie
in clusters as those of texts do, and words are as frequent as in real texts (Zipf).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Vectors
from documents.lexical.analyzer import Analyzer
from project.embedded.models import models_dir
from tests.bench.corpora import embedded, load

SETS = ("scifact", "raydocs", "sourcegraph-handbook")
# Two copies of one chunk have a cosine of about .74, as chunks of one document have.
STEP = 0.6
KEPT_TERMS = 0.7
SEED = 5


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Hold the real chunks with their terms and vectors, and real questions with theirs."""

    texts: tuple[str, ...]
    terms: tuple[dict[str, int], ...]
    vectors: Vectors
    questions: tuple[str, ...]
    asked: Vectors


@dataclass(frozen=True, kw_only=True)
class Grown:
    """Hold chunks that are written together, the first of which has this number."""

    first: int
    texts: list[str]
    terms: list[dict[str, int]]
    vectors: Vectors


@cache
def sample() -> Sample:
    """Return the chunks and questions of the open sets, in an order that mixes them."""
    embedder, analyzer = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir()), Analyzer()
    corpora = [load(name, models_dir()) for name in SETS]
    vectors, asked = map(
        np.concatenate, zip(*(embedded(corpus, embedder) for corpus in corpora), strict=True)
    )
    texts = list(chain.from_iterable(corpus.chunks for corpus in corpora))
    questions = list(chain.from_iterable(corpus.questions.values() for corpus in corpora))
    mixed, mixed_questions = (
        np.random.default_rng(SEED).permutation(len(each)) for each in (texts, questions)
    )
    return Sample(
        texts=tuple(texts[n] for n in mixed),
        terms=tuple(analyzer.counts(texts[n], "en") for n in mixed),
        vectors=vectors[mixed],
        questions=tuple(questions[n] for n in mixed_questions),
        asked=asked[mixed_questions],
    )


def grow(count: int, at_once: int) -> Iterator[Grown]:
    """Yield `count` chunks, so many at once; the same ones in each run."""
    real, random = sample(), np.random.default_rng(SEED)
    pool = np.array(list(chain.from_iterable(Counter(terms).elements() for terms in real.terms)))
    for first in range(0, count, at_once):
        numbers = np.arange(first, min(first + at_once, count))
        base = numbers % len(real.texts)
        is_real = numbers < len(real.texts)
        yield Grown(
            first=first,
            texts=[f"{real.texts[n]} ({number})" for n, number in zip(base, numbers, strict=True)],
            terms=[
                real.terms[n] if own else _changed(real.terms[n], int(number), pool, random)
                for n, own, number in zip(base, is_real, numbers, strict=True)
            ],
            vectors=np.where(is_real[:, None], real.vectors[base], _moved(real.vectors[base], random)),
        )


def _changed(
    terms: dict[str, int], number: int, pool: NDArray[np.str_], random: np.random.Generator
) -> dict[str, int]:
    kept = random.random(len(terms)) < KEPT_TERMS
    counted = Counter({term: times for keep, (term, times) in zip(kept, terms.items(), strict=True) if keep})
    missing = sum(terms.values()) - counted.total()
    counted.update(pool[random.integers(len(pool), size=missing)].tolist())
    # As many texts have a number or a name that no other has.
    counted[f"ref-{number}"] = 1
    return dict(counted)


def _moved(vectors: Vectors, random: np.random.Generator) -> Vectors:
    steps = random.standard_normal(vectors.shape, dtype=np.float32)
    moved = vectors + STEP * steps / np.linalg.norm(steps, axis=1, keepdims=True)
    unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit
