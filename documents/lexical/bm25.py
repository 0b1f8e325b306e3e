"""Score by BM25 (Robertson and Zaragoza, 2009) with the idf of Lucene, which is never negative."""

from collections.abc import Iterable
from math import log

K1 = 1.2
B = 0.75


def inverse_document_frequency(chunks: int, containing: int) -> float:
    """Return how much a term tells that `containing` of `chunks` hold."""
    return log(1 + (chunks - containing + 0.5) / (containing + 0.5))


def term_weight(frequency: int, length: int, mean_length: float) -> float:
    """Return what a term's frequency in a chunk of `length` terms is worth: from 0 towards K1 + 1."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean_length))


def ceiling(weights: Iterable[float]) -> float:
    """Return what no chunk's score can pass, from the inverse document frequencies of a question's terms."""
    return (K1 + 1) * sum(weights)
