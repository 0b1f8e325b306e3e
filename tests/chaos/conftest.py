"""Run the real processes beside the test, for one session, and repair them after each test."""

from collections.abc import Iterator

import httpx
import pytest
from django.db import connections

from tests import environment
from tests.factories import cast
from tests.stack import Stack


@pytest.fixture(scope="session")
def _stack(database: None) -> Iterator[Stack]:
    stack = Stack(folder=environment.services.folder, variables={"TGI_URLS": "", "TGI_MODEL": "smollm2-135m"})
    try:
        stack.start()
        stack.wait_until_ready()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def stack(_stack: Stack) -> Iterator[Stack]:
    """Return the running product; what the test killed is started again after it."""
    yield _stack
    # The test's own process kept a connection, too: a restarted PostgreSQL has closed it.
    connections.close_all()
    _stack.start_missing()
    _stack.wait_until_ready()


@pytest.fixture
def client(stack: Stack) -> Iterator[httpx.Client]:
    """Return Ada's client at a fresh tenant's address, signed in as a browser would be."""
    tenant = cast.make_tenant("ada")
    with httpx.Client(base_url=stack.base_url, headers=stack.host(tenant.slug), timeout=30) as browser:
        browser.get("/_allauth/browser/v1/config")
        token = browser.cookies["csrftoken"]
        body = {"email": cast.address(tenant, "ada"), "password": cast.PASSWORD}
        browser.post(
            "/_allauth/browser/v1/auth/login", json=body, headers={"X-CSRFToken": token}
        ).raise_for_status()
        browser.headers["X-CSRFToken"] = browser.cookies["csrftoken"]
        browser.post(
            "/api/v1/collections", json={"slug": "docs", "name": "Docs", "readers": ["everyone"]}
        ).raise_for_status()
        yield browser
