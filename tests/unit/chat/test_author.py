"""The installation's model servers are those of the settings."""

import pytest
from django.test import override_settings

from chat.wiring.author import installed_model, open_gateway

SERVERS = {"TGI_URLS": ("http://a",), "TGI_MODEL": "big", "TGI_CONTEXT_TOKENS": 0, "TGI_FALLBACK_URLS": ()}


@override_settings(**SERVERS | {"TGI_FALLBACK_URLS": ("http://b",), "TGI_FALLBACK_MODEL": "small"})
def test_the_fallback_is_asked_after_the_first_model() -> None:
    endpoints = open_gateway().endpoints
    assert [(endpoint.url, endpoint.model.id) for endpoint in endpoints] == [
        ("http://a", "big"),
        ("http://b", "small"),
    ]


@override_settings(**SERVERS)
def test_without_other_servers_there_is_no_fallback() -> None:
    assert [endpoint.url for endpoint in open_gateway().endpoints] == ["http://a"]


@pytest.mark.parametrize(("setting", "expected"), [(0, 8_192), (32_768, 32_768)])
def test_the_context_is_the_servers_where_it_is_set(setting: int, expected: int) -> None:
    with override_settings(**SERVERS | {"TGI_CONTEXT_TOKENS": setting}):
        assert installed_model().context_tokens == expected
