"""Texts explain their short forms in several ways."""

import pytest

from documents.questions.definitions import definitions


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("You get paid time off (PTO) of 30 days.", "PTO", "paid time off"),
        ("PTO (paid time off) is due.", "PTO", "paid time off"),
        ("SLA - Service Level Agreement", "SLA", "Service Level Agreement"),
        ("* OKR: Objectives and Key Results", "OKR", "Objectives and Key Results"),
        ("| KPI | Key Performance Indicator | what we measure |", "KPI", "Key Performance Indicator"),
        ("Research and Development (R&D) is in Kassel.", "R&D", "Research and Development"),
        ("Die Datenschutz-Grundverordnung (DSGVO) gilt.", "DSGVO", "Datenschutz-Grundverordnung"),
        ("taxe sur la valeur ajoutée (TVA)", "TVA", "taxe sur la valeur ajoutée"),
        ("impuesto sobre el valor añadido (IVA)", "IVA", "impuesto sobre el valor añadido"),
        ("VPN stands for virtual private network", "VPN", "virtual private network"),
        ("Use Single Sign-On (SSO).", "SSO", "Single Sign-On"),
        ("The service-level objectives (SLOs) are", "SLOs", "service-level objectives"),
    ],
)
def test_a_short_form_is_found_with_its_long_one(text: str, short: str, long: str) -> None:
    assert [(one.short, one.long) for one in definitions(text)] == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "The offices (Berlin, OK) are open.",
        "A note (IMPORTANT) for all.",
        "HTTP: The protocol",
        "P1: Payment is due",
        "In 2024 (USA) we grew.",
        "a test (TEST)",
        "RUNNING: A running job",
        "(((",
    ],
)
def test_what_explains_nothing_is_passed_over(text: str) -> None:
    assert definitions(text) == ()
