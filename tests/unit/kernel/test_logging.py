"""Keep secrets out of the log, wherever in an event they stand."""

from typing import Any

import pytest

from project.kernel.logging import hide_secrets
from tenants.sealing import new_key

KEY = new_key().token


@pytest.mark.parametrize(
    "event",
    [
        {"event": f"called with {KEY}"},
        {"event": "x", "headers": {"Authorization": f"Bearer {KEY}"}},
        {"event": "x", "arguments": ["a", {"deep": KEY}]},
        {"event": "x", "exception": f"Traceback …\nValueError: Bearer {KEY}"},
    ],
)
def test_a_key_is_hidden(event: dict[str, Any]) -> None:
    assert KEY not in str(hide_secrets(None, "info", event))


@pytest.mark.parametrize(
    "name", ["password", "new_password", "client_secret", "csrf_token", "Cookie", "api_key"]
)
def test_what_is_called_a_secret_is_hidden(name: str) -> None:
    assert "canary" not in str(hide_secrets(None, "info", {"event": "x", name: "canary"}))


@pytest.mark.parametrize(
    "text",
    ["postgresql://raglan:canary@db/raglan", "whsec_canary", "https://acme.example/invite/canary"],
)
def test_a_secret_inside_a_text_is_hidden(text: str) -> None:
    assert "canary" not in str(hide_secrets(None, "info", {"event": text}))


def test_other_words_stay() -> None:
    event = {"event": "answered", "prompt_tokens": 12, "tokens": "many", "status": 200}
    assert hide_secrets(None, "info", dict(event)) == event
