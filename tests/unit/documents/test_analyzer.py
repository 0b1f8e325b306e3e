"""Text becomes the same terms when it is indexed and when it is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.lexical.analyzer import Analyzer
from documents.lexical.identifiers import MAX_TERM_CHARACTERS
from documents.lexical.language import _told_by_words, asked_languages, detect_language

analyzer = Analyzer()


@pytest.mark.parametrize(
    ("written", "asked", "language"),
    [
        ("The invoices were approved", "approving invoice", "en"),
        ("Überstunden der Mitarbeiterinnen", "uberstunde mitarbeiterin", "de"),
        ("Invoice INV-2041 is open", "inv-2041", "en"),
        ("Invoice INV-2041 is open", "2041", "en"),
        ("set num_workers first", "num_workers", "en"),
        ("set num_workers first", "workers", "en"),
        ("XMLHttpRequest fails", "http request", "en"),
        ("numWorkers", "NUMWORKERS", "en"),
        ("upgrade to v1.2.3 now", "v1.2.3", "en"),
        ("write to ada.lovelace@acme.example", "lovelace", "en"),
        ("write to ada.lovelace@acme.example", "Ada.Lovelace@acme.example", "en"),
        ("send an e-mail", "email", "en"),
        ("the employee's desk", "employee", "en"),
        ("1,000.50 EUR", "1000.50", "en"),
        ("年次休暇は二十日です", "休暇", "ja"),
        ("l'employé réserve", "réserver employé", "fr"),
        ("der Überstundenzuschlag", "uberstundenzuschlag", "de"),
        ("ＩＮＶ－２０４１ full width", "inv-2041", "en"),
    ],
)
def test_what_is_written_is_found_as_it_is_asked(written: str, asked: str, language: str) -> None:
    assert set(analyzer.query_terms(asked, (language,))) <= set(analyzer.terms(written, language))


def test_an_identifier_is_one_term_beside_its_parts() -> None:
    assert analyzer.terms("INV-2041", "en") == ["inv", "2041", "inv2041"]


def test_words_that_say_nothing_are_left_out() -> None:
    assert analyzer.terms("What is the leave policy?", "en") == ["leav", "polici"]


def test_a_question_is_searched_for_without_the_words_it_is_asked_by() -> None:
    assert analyzer.query_terms("Please explain which other leave there is", ("en",)) == ("leav",)
    assert analyzer.query_terms("Können Sie bitte den Urlaub erklären?", ("de", "en"))[0] == "urlaub"
    assert analyzer.query_terms("Tell me all about it", ("en",)) == ("tell", "all", "about")
    assert analyzer.terms("Tell me all about it", "en") == ["tell", "all", "about"]


def test_terms_are_repeated_in_texts_and_not_in_questions() -> None:
    assert analyzer.terms("leave leave", "en") == ["leav", "leav"]
    assert analyzer.query_terms("leave leave", ("en",)) == ("leav",)


def test_a_question_is_stemmed_for_each_language_of_the_documents() -> None:
    asked = analyzer.query_terms("Genehmigungen", ("de", "en"))
    assert {*analyzer.terms("Genehmigung", "de"), *analyzer.terms("Genehmigungen", "en")} == set(asked)


@given(st.text(max_size=200), st.sampled_from(["en", "de", "ja", "th", "xx"]))
def test_any_text_gives_short_terms(text: str, language: str) -> None:
    assert all(0 < len(term) <= MAX_TERM_CHARACTERS for term in analyzer.terms(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie viele Urlaubstage habe ich in diesem Jahr?", "de"),
        ("How many days of leave do I have this year?", "en"),
        ("年次休暇は何日ですか", "ja"),
        ("INV-2041", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str) -> None:
    assert detect_language(text) == language


PLAIN_TEXTS = {
    "de": "Der Urlaub wird beim Vorgesetzten beantragt und ist für eine Woche auch nicht zu verschieben.",
    "en": "The leave that you ask for is granted by the head of your team, with a note from the front office.",
    "fr": "La demande est faite dans une lettre, avec les dates, et nous la gardons pour vous cette année.",
    "nl": "Het verlof wordt niet door een collega aangevraagd, ook niet voor een dag bij ziekte van een kind.",
    "da": "Ferien skal aftales med den leder, der er ansvarlig for dem, og de har ret til at have fem uger.",
    "pt": "As datas das férias são pedidas ao chefe da equipa, e das horas extra fica uma nota no arquivo.",
    "st": "Basebetsi ba na le tokelo ya phomolo, mme ba lokela hore ba tsebise pele, empa batho ba fumana tse ding.",
    "yi": "די אַרבעטער האָבן אַ רעכט אויף צוואַנציק טעג וואַקאַציע יעדעס יאָר, און זיי דאַרפֿן זיך ווענדן צום ראָש.",
    "ne": "कर्मचारीहरूलाई प्रत्येक वर्ष बीस दिनको वार्षिक बिदा पाउने अधिकार छ र उनीहरूले जानकारी दिनुपर्छ।",
    "eo": "La laboristoj havas rajton je dudek tagoj da ferio ĉiujare, kaj ili devas sciigi la estron antaŭ ol foriri.",
    "sv": "Semestern bestäms av chefen, och de som är sjuka ska ringa till dem som har ansvar för laget.",
}


@pytest.mark.parametrize("language", PLAIN_TEXTS)
def test_a_plain_text_is_in_its_language_alone_and_beside_a_line_of_another(language: str) -> None:
    other = PLAIN_TEXTS["en" if language != "en" else "de"]
    assert detect_language(PLAIN_TEXTS[language]) == language
    assert detect_language(PLAIN_TEXTS[language] * 5 + other[:40]) == language


def test_a_quoted_sentence_does_not_tell_the_language_of_a_text() -> None:
    quoted = "Dice la norma: the head of the team and the office from which they come."
    text = ("Las vacaciones se piden con dos semanas de antelación al responsable del equipo. " * 6)[:520]
    assert detect_language(f"{quoted} {text}") == "es"


def test_common_words_leave_a_text_of_two_languages_undecided() -> None:
    assert _told_by_words(PLAIN_TEXTS["en"]) == "en"
    assert _told_by_words(f"{PLAIN_TEXTS['en']} {PLAIN_TEXTS['de']}") == ""


@pytest.mark.parametrize("text", ["- General FAQs\n\n- User-level data FAQ", "torch.Tensor, numpy.ndarray"])
def test_a_list_of_names_is_in_the_usual_language(text: str) -> None:
    assert detect_language(text, "en") == "en"


def test_a_sentence_is_in_its_own_language_whatever_is_usual() -> None:
    assert detect_language("Der Urlaub wird beim Vorgesetzten beantragt.", "en") == "de"
    assert detect_language("Leave is asked for at the front office.", "de") == "en"


def test_a_language_that_hardly_a_text_has_is_not_asked() -> None:
    chunks = {"ca": 1, "da": 2, "de": 5, "en": 1000, "id": 3}
    assert asked_languages("What is the vision of Cody?", chunks) == ("en",)


def test_a_question_in_a_rare_language_is_asked_in_it_first() -> None:
    chunks = {"da": 2, "de": 5, "en": 1000}
    assert asked_languages("Wie viele Urlaubstage habe ich in diesem Jahr?", chunks) == ("de", "en")


def test_the_commonest_languages_are_asked() -> None:
    chunks = {"ca": 100, "da": 100, "de": 300, "en": 900, "fr": 200}
    assert asked_languages("Cody", chunks) == ("en", "de", "fr", "ca")


def test_a_questions_stop_words_are_asked_in_no_language() -> None:
    assert analyzer.query_terms("What is the vision?", ("en", "da")) == ("vision",)
