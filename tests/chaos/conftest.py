"""Run the real processes beside the test, for one session, and repair them after each test."""

import asyncio
import threading
from collections.abc import Iterator

import httpx
import pytest
from django.db import connections

from tests import environment
from tests.factories import cast
from tests.fakes.tgi import FakeTgi
from tests.stack import Stack

# What a model says of the document that the tests upload, for some seconds.
ANSWER = " ".join(["The pump of line 1000 is greased every 1000 days by the shift lead."] * 6)


@pytest.fixture(scope="session")
def model_server() -> Iterator[FakeTgi]:
    """Return a capable model's server, which speaks slowly enough to be interrupted."""
    server, loop = FakeTgi(text=ANSWER, token_seconds=0.05), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="model-server", daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(5)
    yield server
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture(scope="session")
def _stack(database: None, model_server: FakeTgi) -> Iterator[Stack]:
    # What webhooks and imports reach stands on this machine, too; and one person asks without a pause.
    opened = {"ALLOW_PRIVATE_ADDRESSES": "true", "RATE_LIMIT_PERSON": "100000", "RATE_LIMIT_TENANT": "100000"}
    variables = {"TGI_URLS": model_server.url, "TGI_MODEL": "generic"} | opened
    stack = Stack(folder=environment.services.folder, variables=variables)
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
