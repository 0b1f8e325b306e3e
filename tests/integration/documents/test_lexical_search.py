"""BM25 in SQL is BM25."""

from collections import Counter
from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from documents.lexical.analyzer import Analyzer
from documents.lexical.bm25 import inverse_document_frequency, term_weight
from tests.factories.bulk import send_lines

TEXTS = {
    "a": "Annual leave is thirty days. Leave is asked for early.",
    "b": "Machines need oil. The oil is changed each year.",
    "c": "Leave the machine when the alarm INV-2041 rings.",
    "d": "Days, weeks, months and years of service give more days of leave, in steps of five years.",
}


def plain_scores(question: str) -> dict[str, float]:
    """Score the texts without a database."""
    analyzer = Analyzer()
    counted = {name: Counter(analyzer.terms(f"{name}\n{text}", "en")) for name, text in TEXTS.items()}
    mean = sum(sum(terms.values()) for terms in counted.values()) / len(counted)
    scores: Counter[str] = Counter()
    for term in analyzer.query_terms(question, ["en"]):
        holding = [name for name, terms in counted.items() if term in terms]
        weight = inverse_document_frequency(len(TEXTS), len(holding))
        for name in holding:
            length = sum(counted[name].values())
            scores[name] += weight * term_weight(counted[name][term], length, mean)  # type: ignore[assignment]
    return dict(scores)


def test_scores_equal_those_without_a_database(client: APIClient, run_jobs: Callable[[], int]) -> None:
    """For frequent, rare and repeated terms, and for identifiers whole and in parts."""
    lines = [
        {"external_id": name, "title": name, "text": text, "collection": "hr"} for name, text in TEXTS.items()
    ]
    send_lines(client, *lines)
    run_jobs()
    for question in ("days of leave", "machine oil", "inv-2041", "2041", "years of annual service"):
        asked = {"query": question, "mode": "lexical", "k": 10}
        results = client.post("/api/v1/search", asked, format="json").json()["results"]
        found = {result["document"]["external_id"]: result["scores"]["lexical"] for result in results}
        assert found == pytest.approx(plain_scores(question)), question
        assert [result["scores"]["lexical"] for result in results] == sorted(found.values(), reverse=True)
