"""Work tells who listens, as docs/webhooks.md says."""

import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from rest_framework.test import APIClient

from project.environment import ROOT
from project.kernel.db import tenant_scope
from project.kernel.jobs import ledger
from tenants.actions import alarms
from tenants.actions.webhooks import LIMITS
from tenants.jobs import DeliverWebhook
from tenants.types import WEBHOOK_EVENTS, Actor
from tests.factories import routes
from tests.fakes.listener import Listener

GUIDE = (ROOT / "docs/webhooks.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z]+\.[a-z]+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture
def secret(ada: Actor, api: Callable[[Actor], APIClient], listener: Listener) -> str:
    """Return the secret of a webhook of Ada's that is told all events."""
    asked = {"url": listener.url, "events": list(WEBHOOK_EVENTS)}
    return str(api(ada).post("/api/v1/webhooks", asked, format="json").json()["secret"])


def upload(client: APIClient, name: str, text: bytes) -> str:
    form = {"collection": "hr", "external_id": name, "file": SimpleUploadedFile(f"{name}.txt", text)}
    return str(client.post("/api/v1/documents", form).json()["id"])


def promised() -> dict[str, set[str]]:
    """Return the names of each event's payload, as the page has them; what is in brackets is inside of one."""
    return {
        event: set(re.findall(r"`(\w+)`", re.sub(r"\(.*\)", "", names)))
        for event, names in ROW.findall(GUIDE)
    }


def test_work_is_told_with_the_payload_that_is_promised(
    ada: Actor,
    api: Callable[[Actor], APIClient],
    secret: str,
    listener: Listener,
    run_jobs: Callable[[], int],
) -> None:
    client = api(ada)
    client.post("/api/v1/collections", {"slug": "hr"}, format="json")
    ready, failed = upload(client, "leave", b"Leave is twelve weeks."), upload(client, "nothing", b"")
    message = str(routes.message(ada)["message_id"])
    client.put(f"/api/v1/messages/{message}/feedback", {"rating": "up"}, format="json")
    with tenant_scope(ada.tenant), transaction.atomic():
        alarms.sound(tenant=ada.tenant, kind="canaries", says="A document came out.")
        alarms.clear(tenant=ada.tenant, kind="canaries")
    run_jobs()
    told: list[dict[str, Any]] = [json.loads(body) for _, body in listener.came]
    payloads = {event["event"]: event["payload"] for event in told}
    assert len(told) == len(payloads) == len(WEBHOOK_EVENTS)
    assert {event: set(payload) for event, payload in payloads.items()} == promised()
    assert (payloads["document.ready"]["id"], payloads["document.failed"]["id"]) == (ready, failed)
    assert set(payloads["document.failed"]["error"]) == {"code", "detail"}
    assert (payloads["feedback.created"]["message"], payloads["feedback.created"]["rating"]) == (
        message,
        "up",
    )


def test_who_checks_a_signature_as_the_page_does_knows_what_is_genuine(
    ada: Actor,
    api: Callable[[Actor], APIClient],
    secret: str,
    listener: Listener,
    run_jobs: Callable[[], int],
    tmp_path: Path,
) -> None:
    message = routes.message(ada)["message_id"]
    api(ada).put(f"/api/v1/messages/{message}/feedback", {"rating": "up"}, format="json")
    run_jobs()
    headers, body = listener.came[0]
    snippet = re.search(r"```python\n(.+?)```", GUIDE, re.DOTALL)
    assert snippet is not None
    (tmp_path / "receiver.py").write_text(snippet[1], encoding="utf-8")
    is_genuine = runpy.run_path(str(tmp_path / "receiver.py"))["is_genuine"]
    signature = headers["X-Raglan-Signature"]
    assert is_genuine(secret, signature, body)
    assert headers["X-Raglan-Delivery"] == json.loads(body)["id"]
    assert headers["X-Raglan-Event"] == json.loads(body)["event"] == "feedback.created"
    for forged in (
        (secret, signature, body + b" "),
        ("whsec_", signature, body),
        (secret, signature, body, -1),
    ):
        assert not is_genuine(*forged)


def test_the_page_counts_the_attempts() -> None:
    waits = [ledger.BACKOFF_SECONDS * n**2 for n in range(1, DeliverWebhook.max_attempts)]
    *first, last = map(str, waits)
    assert f"There are eight attempts, {', '.join(first)} and {last} seconds apart" in GUIDE
    assert (len(waits), round(sum(waits) / 60)) == (7, 5)
    assert f"within {LIMITS.total_seconds:.0f} seconds" in GUIDE
