"""Codes, versions, addresses, numbers and names are found whole and in parts, however they are spelt."""

from collections import Counter

import pytest

from documents.lexical.analyzer import Analyzer
from documents.lexical.bm25 import inverse_document_frequency, term_weight
from documents.lexical.identifiers import MAX_TERM_CHARACTERS, specials, whole_of, wholes_of

analyzer = Analyzer()
URL = "https://docs.acme.example/guides/first-steps?x=1"
# Each text holds an identifier that another text nearly holds.
TEXTS = {
    "invoice": "Invoice INV-2041 is open, as the ledger says.",
    "other invoice": "Invoice INV-2042 and 2041 other papers of the office inv.",
    "spaced": "The norm ISO 9001 is kept by the plant.",
    "snake": "Set num_workers to eight before the run.",
    "words": "The num of all workers in the hall is eight.",
    "camel": "Call getUserName once for each row.",
    "version": "The fault is gone since v1.2.3 of the server.",
    "other version": "Version 1.3.2 of the server needs 2 or 3 cores.",
    "mail": "Write to ada.lovelace@acme.example about it.",
    "other mail": "Write to ada@example.acme or to lovelace.",
    "url": f"See {URL} for more.",
    "path": "The settings are in /etc/nginx/conf.d/site.conf on each host.",
    "other path": "The site of nginx has a conf in etc.",
    "windows": "Open C:\\Reports\\2026\\summary.xlsx in the office.",
    "phone": "Call +49 (0)30 1234-567 by day.",
    "iban": "Pay to DE89 3704 0044 0532 0130 00 within a month.",
    "date": "It ends on 2026-05-01 at noon.",
    "german date": "Es endet am 07.11.2026 um zwölf.",
    "cpp": "The engine is written in C++ for speed.",
    "csharp": "The client is written in C# for windows.",
    "c": "The kernel is written in C by hand.",
    "net": "The service runs on .NET since spring.",
    "research": "Our R&D team sits on the third floor.",
    "section": "It is forbidden by § 12a of the rules.",
    "other section": "12 of the rules forbid it.",
    "money": "The limit is 1,250,000.50 dollars a year.",
    "thousands": "The limit is 2 500 000 euros a year.",
    "file": "Fill in leave_request-2026.pdf and sign it.",
}
ASKED = [
    *((asked, "invoice") for asked in ("INV-2041", "inv2041", "INV 2041", "inv 2041", "INV_2041", "inv/2041 INV-2041")),
    *((asked, "spaced") for asked in ("ISO 9001", "iso-9001", "ISO9001")),
    *((asked, "snake") for asked in ("num_workers", "numWorkers", "num-workers", "NUM_WORKERS", "numworkers")),
    *((asked, "camel") for asked in ("getUserName", "get_user_name", "getusername", "user name")),
    *((asked, "version") for asked in ("v1.2.3", "1.2.3", "version 1.2.3", "V1.2.3", "v1.2")),
    *((asked, "mail") for asked in ("ada.lovelace@acme.example", "ADA.LOVELACE@ACME.EXAMPLE", "ada.lovelace")),
    *((asked, "url") for asked in (URL, "docs.acme.example", "first-steps")),
    *((asked, "path") for asked in ("/etc/nginx/conf.d/site.conf", "etc/nginx/conf.d/site.conf", "site.conf")),
    *((asked, "windows") for asked in ("C:\\Reports\\2026\\summary.xlsx", "c:/reports/2026/summary.xlsx")),
    *((asked, "phone") for asked in ("+49 30 1234567", "+4930 1234567", "030/1234567", "(030) 123 45 67")),
    *((asked, "iban") for asked in ("DE89370400440532013000", "de89 3704 0044 0532 0130 00")),
    *((asked, "date") for asked in ("2026-05-01", "01.05.2026", "2026/05/01", "1.5.2026")),
    *((asked, "german date") for asked in ("07.11.2026", "2026-11-07", "7.11.2026")),
    *((asked, "cpp") for asked in ("C++", "c++", "written in C++?")),
    *((asked, "csharp") for asked in ("C#", "c#")),
    (".NET", "net"),
    *((asked, "research") for asked in ("R&D", "r&d", "R & D")),
    *((asked, "section") for asked in ("§ 12a", "§12a", "§§ 12a")),
    *((asked, "money") for asked in ("1,250,000.50", "1250000.50", "1'250'000.50", "1.250.000,50")),
    *((asked, "thousands") for asked in ("2 500 000", "2500000", "2,500,000", "2.500.000")),
    *((asked, "file") for asked in ("leave_request-2026.pdf", "leave request 2026", "LEAVE-REQUEST_2026.PDF")),
]  # fmt: skip


def best(question: str) -> str:
    """Return which text BM25 puts first."""
    counted = {name: Counter(analyzer.terms(text, "en")) for name, text in TEXTS.items()}
    mean = sum(map(Counter.total, counted.values())) / len(counted)
    scores = dict.fromkeys(counted, 0.0)
    for term in analyzer.query_terms(question, ["en"]):
        weight = inverse_document_frequency(len(counted), sum(term in terms for terms in counted.values()))
        for name, terms in counted.items():
            scores[name] += weight * term_weight(terms[term], terms.total(), mean)
    return max(scores, key=scores.__getitem__)


@pytest.mark.parametrize(("question", "expected"), ASKED)
def test_the_text_with_the_identifier_comes_first(question: str, expected: str) -> None:
    assert best(question) == expected


@pytest.mark.parametrize(
    ("token", "whole"),
    [
        ("INV-2041", "inv2041"),
        ("v1.2.3", "v1.2.3"),
        ("2026-05-01", "2026.05.01"),
        ("2026_05_01", "2026.05.01"),
        ("A.B-7", "ab7"),
        ("x--7", "x7"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_signs_between_numbers_are_kept_apart_and_others_say_nothing(token: str, whole: str) -> None:
    assert whole_of(token) == whole


def test_a_version_is_found_without_its_letter_and_by_its_beginning() -> None:
    assert list(wholes_of("v1.2.3")) == ["v1.2.3", "1.2.3", "1.2"]


@pytest.mark.parametrize(
    "text",
    ["and/or", "km/h", "either/or", "TCP/IP", "24/7", "page 12", "in 2019", "5 - 7", "A & B company", "#"],
)
def test_words_beside_signs_are_no_identifiers(text: str) -> None:
    assert [term for term in specials(text) if term != "a&b"] == []


def test_a_long_address_keeps_its_end_in_a_digest() -> None:
    one, other = (specials(f"https://acme.example/{'x' * 200}/{end}") for end in "ab")
    assert one != other
    assert all(len(term) <= MAX_TERM_CHARACTERS for term in one + other)


def test_a_digest_is_one_part() -> None:
    assert analyzer.terms("3f2a9c1b55d0", "xx") == ["3f2a9c1b55d0"]
