"""A question's signs are read as people mean them, in the languages that they write."""

import pytest

from documents.lexical.phrases import Phrase
from documents.lexical.wording import read_wording


@pytest.mark.parametrize(
    ("question", "text", "phrases", "excluded"),
    [
        ('"annual leave" policy', "annual leave policy", ["annual leave"], []),
        ("“annual leave” policy", "annual leave policy", ["annual leave"], []),
        ("Was heißt „auf Abruf“ genau?", "Was heißt auf Abruf genau?", ["auf Abruf"], []),
        ("Co znaczy „na żądanie”?", "Co znaczy na żądanie?", ["na żądanie"], []),
        ("que veut dire « à la demande » ici", "que veut dire à la demande ici", ["à la demande"], []),
        ("что значит «по требованию»", "что значит по требованию", ["по требованию"], []),
        ("hvad betyder »på tilkald«?", "hvad betyder på tilkald?", ["på tilkald"], []),
        ("vad betyder ”vid behov”?", "vad betyder vid behov?", ["vid behov"], []),
        ("「有給休暇」は何日ですか", "有給休暇は何日ですか", ["有給休暇"], []),
        ("『就業規則』の「休暇」", "就業規則の休暇", ["就業規則", "休暇"], []),
        ("“年假”怎么申请", "年假怎么申请", ["年假"], []),
        ('("annual leave")', "(annual leave)", ["annual leave"], []),
        ('the "Leave" and the "Leave"', "the Leave and the Leave", ["Leave"], []),
        ("leave -draft", "leave", [], ["draft"]),
        ("leave -draft, -old?", "leave", [], ["draft", "old"]),
        ('leave -"first draft" now', "leave now", [], ["first draft"]),
        ("Urlaub -„erster Entwurf“", "Urlaub", [], ["erster Entwurf"]),
        ("休暇 -申請", "休暇", [], ["申請"]),
        ("reset password -SSO", "reset password", [], ["SSO"]),
    ],
)
def test_what_is_meant_is_read(question: str, text: str, phrases: list[str], excluded: list[str]) -> None:
    wording = read_wording(question)
    assert (wording.text, wording.phrases, wording.excluded) == (text, tuple(phrases), tuple(excluded))


@pytest.mark.parametrize(
    "question",
    [
        "What does 'at will' mean?",
        "Who's the employees' representative?",
        "What does ‘at will’ mean?",
        'a 5" pipe and a 6" pipe',
        'boards of 12"-15"',
        "below -5 degrees, or -5°C",
        "state-of-the-art e-mail",
        "leave - how long",
        "leave – how long – and when",
        "the plan -which was approved- says",
        "what does ls -la do, and tar -xzf",
        "git push --force",
        "Compare:\n- annual leave\n-sick leave\n-overtime",
        'an "unclosed quotation',
        '"',
        "5-10 days",
        "from A -> B",
    ],
)
def test_what_only_looks_like_a_sign_changes_nothing(question: str) -> None:
    wording = read_wording(question)
    assert (wording.text, wording.is_plain) == (question, True)


def test_more_quotations_than_a_search_keeps_to_are_words() -> None:
    wording = read_wording(" ".join(f'"word {n}"' for n in range(20)))
    assert (len(wording.phrases), wording.text.count("word")) == (8, 20)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("-draft", False),
        ("leave -leave", False),
        ("the leave -leave", False),
        ("leave -draft", True),
        ("leave", True),
        ("休暇 -休暇", False),
    ],
)
def test_a_question_is_known_to_ask_for_nothing(question: str, asks: bool) -> None:
    assert read_wording(question).asks_for_something is asks


@pytest.mark.parametrize(
    ("phrase", "text", "language", "is_held"),
    [
        ("annual leave", "The ANNUAL\n leave is", "en", True),
        ("annual leave", "annual-leave", "en", True),
        ("annual leave", "annual paid leave", "en", False),
        ("annual leave", "leave annual", "en", False),
        ("annual leaves", "annual leave", "en", True),
        ("at will", "employed at will.", "en", True),
        ("at will", "at what will", "en", False),
        ("über Stunden", "uber  STUNDEN", "de", True),
        ("congés payés", "les congés payés", "fr", True),
        ("有給休暇", "年次有給休暇は", "ja", True),
        ("有給休暇", "有給の休暇", "ja", False),
        ("연차휴가", "연차 휴가를", "ko", True),
        ("ลาพักร้อน", "มีสิทธิลาพักร้อนปีละ", "th", True),
        ("INV-2041", "see INV 2041.", "en", True),
        ("C++", "in C++ or", "en", True),
        ("C++", "in C or", "en", False),
        ("R&D team", "the R & D team", "en", True),
        ("1,000 EUR", "1000 EUR", "en", True),
        ("...", "anything", "en", False),
    ],
)
def test_a_text_holds_the_words_side_by_side(phrase: str, text: str, language: str, is_held: bool) -> None:
    assert Phrase(phrase).is_held(text, language) is is_held


@pytest.mark.parametrize("language", ["en", "de", "ja", "ko", "th", "xx"])
def test_terms_that_a_text_needs_are_among_its_own(language: str) -> None:
    from documents.lexical.analyzer import Analyzer

    for said, text in (
        ("연차휴가", "내 연차휴가를"),
        ("有給休暇", "年次有給休暇は"),
        ("num workers", "set num_workers"),
    ):
        assert Phrase(said).terms(language) <= set(Analyzer().terms(text, language))


@pytest.mark.parametrize("language", ["en", "de", "fr", "tr", "fi", "id", "ar", "hi", "ru", "ja", "xx"])
def test_a_phrase_is_held_by_the_text_it_was_taken_from(language: str) -> None:
    """Whatever is looked at first to be fast, it hides nothing."""
    text = (
        "Die dying cities' policies, 1,000 EUR; Überstunden öfter, num_workers & INV-2041 — İstanbul'da ısı; "
        "memberikan pelajaran; الموظفون والإجازات; कर्मचारी छुट्टी; сотрудники; 年次有給休暇は; c'est l'été."
    )
    words = text.split()
    for size in (1, 2, 4):
        for begin in range(len(words) - size + 1):
            said = " ".join(words[begin : begin + size])
            if any(map(str.isalnum, said)):
                assert Phrase(said).is_held(text, language), said
