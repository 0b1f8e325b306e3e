"""Terms that are counted for the index are those that a text is made of, in every script."""

from collections import Counter

import pytest

from documents.lexical.analyzer import Analyzer

TEXTS = {
    "en": "Don't e-mail INV-2041 to a.b@c.example: v1.2 of MaxPoolLayer costs 1,000,000 dollars. PUMP pumped.",
    "de": "Die Straße führt über den Fluß; Mülleimer werden wöchentlich geleert, GmbH-Verträge jährlich.",
    "fr": "L'employé a droit à cinq semaines de congés payés, selon l’article L3141-3.",
    "ja": "有給休暇は年間20日です。INV-2041を参照。",
    "xx": "a_b-c " * 3 + "x" * 200,
}


@pytest.mark.parametrize("language", TEXTS)
def test_counts_are_those_of_the_terms(language: str) -> None:
    analyzer, text = Analyzer(), TEXTS[language]
    for _ in range(2):  # the second time its words are known
        assert analyzer.counts(text, language) == Counter(analyzer.terms(text, language))
