"""Sentences end where they do, in many languages."""

import pytest

from documents.ingest.units import units_of


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[unit.start : unit.end].strip() for unit in units_of(text, 0, len(text), (), language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["He left.", "She stayed."]),
        ("en", ["Really?!", "Yes."]),
        ("en", ['He said "Stop."', "Then he left."]),
        ("en", ["Mr. Smith and Dr. J. K. Brown met at 5 p.m. on Mt. Fuji, e.g. in May.", "It rained."]),
        ("en", ["See fig. 3 and No. 5 of vol. 2.", "I said no.", "We agreed."]),
        ("en", ["It costs 3.50 at https://example.com/a.b?c=d or 4.", "It is free in 2024.", "Nobody pays."]),
        ("en", ["Well... not quite.", "Or… perhaps.", "He wondered…", "Nobody knew."]),
        ("en", ["Yahoo! is a company.", "(It was.)", "“Is it?” she asked."]),
        (
            "de",
            [
                "Gültig ab dem 1. Januar bzw. dem 3. Quartal, z. B. für Dr. Maier.",
                "Das gilt ggf. auch später.",
            ],
        ),
        ("fr", ["M. Dupont est arrivé.", "« Il pleut ! »", "Vraiment ?", "Oui."]),
        ("es", ["El Sr. Ruiz llegó.", "¿Qué dijo?", "¡Nada!"]),
        ("zh", ["他说：“好。”", "然后走了！", "为什么？", "没人知道。"]),
        ("ja", ["「行きますか？」", "彼は笑った。", "終わり"]),
        ("hi", ["यह पहला है।", "यह दूसरा है।"]),
        ("ar", ["هل هذا صحيح؟", "نعم."]),
        ("ru", ["Он жил в Москве.", "Потом уехал."]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(language: str, expected: list[str]) -> None:
    text = ("" if language in {"zh", "ja"} else " ").join(expected)
    assert sentences(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A sentence that was broken by a margin that is as narrow as\nA Newspaper's Column goes on.",
        "It goes on\nin the next line.",
        "1. Grease the pump.",
    ],
)
def test_a_line_that_runs_on_is_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_short_lines_stand_alone() -> None:
    assert sentences("Opening hours\nMonday to Friday\nClosed on Sunday") == [
        "Opening hours",
        "Monday to Friday",
        "Closed on Sunday",
    ]


def test_items_are_known_by_their_marks() -> None:
    text = "You need:\n- a form. It is blue.\n- a pen\n1. Sign it.\n2) Send it."
    assert sentences(text) == ["You need:", "- a form. It is blue.", "- a pen", "1. Sign it.", "2) Send it."]
