"""Score texts by BM25 in memory, with the product's own detector and analyzer."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from documents.lexical.analyzer import Analyzer
from documents.lexical.bm25 import ceiling, inverse_document_frequency, term_weight
from documents.lexical.language import asked_languages


class LexicalIndex:
    """Hold the weight of every term in every text."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        """Analyse all texts, each in its language."""
        self._analyzer, self._languages = Analyzer(), Counter(languages)
        counts = [
            Counter(self._analyzer.terms(text, language))
            for text, language in zip(texts, languages, strict=True)
        ]
        lengths = [counted.total() for counted in counts]
        mean = sum(lengths) / len(lengths)
        containing = Counter(term for counted in counts for term in counted)
        self._columns = {term: column for column, term in enumerate(containing)}
        self.idf = {term: inverse_document_frequency(len(texts), found) for term, found in containing.items()}
        entries = [
            (row, self._columns[term], self.idf[term] * term_weight(frequency, lengths[row], mean))
            for row, counted in enumerate(counts)
            for term, frequency in counted.items()
        ]
        rows, columns, weights = zip(*entries, strict=True)
        self._weights = csc_matrix((weights, (rows, columns)), shape=(len(texts), len(self._columns)))

    def ceiling(self, question: str) -> float:
        """Return the most that a text can score."""
        return ceiling(self.idf.get(term, 0.0) for term in self._terms(question))

    def asked(self, question: str) -> tuple[tuple[str, ...], list[float], str]:
        """Return the terms of a question in its own language, the weights of those that are found, and the language."""
        languages = asked_languages(question, self._languages)
        found = [self.idf[term] for term in self._terms(question) if term in self.idf]
        return self._analyzer.query_terms(question, languages[:1]), found, languages[0]

    def scores(self, question: str) -> NDArray[np.float64]:
        """Return the score of each text, 0 where no term is shared."""
        columns = [self._columns[term] for term in self._terms(question) if term in self._columns]
        return np.asarray(self._weights[:, columns].sum(axis=1)).ravel()

    def _terms(self, question: str) -> tuple[str, ...]:
        return self._analyzer.query_terms(question, asked_languages(question, self._languages))
