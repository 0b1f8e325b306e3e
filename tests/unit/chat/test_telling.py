"""A quote says something, and says it once: no headers, no questions of a thread, no paragraph twice."""

from chat.answering.reader import Reader, Reading
from chat.answering.types import ReaderSettings
from documents.lexical.lexicon import Lexicon
from tests.factories.passages import passage
from tests.fakes.embedder import FakeEmbedder

FEE = "The gym is refunded with thirty euros a month."
THREAD = f"""From: Ben Nevis <ben@acme.example>
Sent: Monday, 4 May 2026 10:12
To: Ada Lovelace
Subject: Is the gym refunded?

On Monday, 4 May 2026 at 09:00, Ben Nevis wrote:
> How much of the gym is refunded a month?

{FEE}
"""
QUESTION = "How much of the gym is refunded a month?"


def read(*texts: str) -> Reading:
    passages = [passage(text, f"document {number}") for number, text in enumerate(texts)]
    return Reader(FakeEmbedder(), Lexicon(), ReaderSettings(threshold=0.2)).read(QUESTION, passages)


def quotes(*texts: str) -> list[str]:
    return [evidence.text for evidence in read(*texts).evidence]


def test_neither_headers_nor_the_question_of_a_thread_are_quoted() -> None:
    assert quotes(THREAD)[0] == FEE
    assert not [quote for quote in quotes(THREAD) if "?" in quote or "Sent:" in quote or "wrote:" in quote]


def test_an_equal_paragraph_is_quoted_once() -> None:
    assert [quote for quote in quotes(FEE, FEE, f"> {FEE}") if "thirty" in quote] == [FEE]


def test_another_amount_is_quoted_too() -> None:
    other = FEE.replace("thirty", "50")
    assert {FEE, other} <= set(quotes(FEE, other))


def test_a_quoted_line_is_shown_without_its_sign_and_cited_where_it_stands() -> None:
    text = f"Ada answers:\n\n> {FEE}\n> It is asked for at the desk."
    (evidence, *_) = read(text).evidence
    assert ">" not in evidence.text
    assert FEE in " ".join(text[evidence.start : evidence.end].replace("> ", "").split())


def test_a_question_that_is_no_mails_may_be_quoted() -> None:
    assert any("?" in quote for quote in quotes(f"How is the gym refunded? {FEE}"))
