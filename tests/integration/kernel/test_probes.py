"""Answer the platform's probes, and nobody else about the figures."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import enqueue, ledger
from project.kernel.models import JobRecord
from tenants.jobs import SendInvitation
from tenants.types import Actor
from tests.factories import cast


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_healthy_installation_is_ready(database: None, host: str) -> None:
    client = Client(SERVER_NAME=host)
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "down": {}}


def test_a_part_that_is_down_is_named(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("project.kernel.probes._redis", lambda: "Redis does not answer")
    answer = Client(SERVER_NAME="localhost").get("/readyz")
    assert (answer.status_code, answer.json()["down"]) == (503, {"redis": "Redis does not answer"})
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["status"], answer.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
    ],
)
def test_figures_are_for_this_machine_alone(database: None, extra: dict[str, str], status: int) -> None:
    assert Client(SERVER_NAME="localhost").get("/metrics", **extra).status_code == status  # type: ignore[arg-type]


@pytest.mark.parametrize(("token", "status"), [("scrape", 200), ("guess", 404)])
def test_figures_are_for_who_has_the_token(
    database: None, settings: Settings, token: str, status: int
) -> None:
    settings.METRICS_TOKEN = "scrape"
    answer = Client(SERVER_NAME="localhost").get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status


def figures() -> dict[str, float]:
    """Return what /metrics prints of ours, by name and labels."""
    printed = Client(SERVER_NAME="localhost").get("/metrics").content.decode()
    lines = (line.rpartition(" ") for line in printed.splitlines() if line.startswith("raglan_"))
    return {name: float(value) for name, _, value in lines}


def test_requests_are_timed_by_their_route_and_never_by_their_path(ada: Actor) -> None:
    cast.signed_in(ada).get(f"/api/v1/documents/{uuid4()}")
    cast.signed_in(ada).generic("CANARY", "/canary")
    counted = "raglan_http_request_seconds_count"
    found = figures()
    labels = 'method="GET",route="api/v1/documents/<uuid:document_id>",status="404"'
    assert found[f"{counted}{{{labels}}}"] >= 1
    assert "canary" not in str(found).lower()


def test_the_ledger_says_what_waits_and_what_runs(tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic():
        for _ in range(3):
            enqueue(SendInvitation(invitation_id=uuid4()))
    with shared_scope():
        ledger.claim_next(SendInvitation.queue, "w")
    found = figures()
    queue = SendInvitation.queue
    assert found[f'raglan_jobs{{queue="{queue}",state="queued"}}'] == 2
    assert found[f'raglan_jobs{{queue="{queue}",state="running"}}'] == 1


def test_a_job_that_is_due_later_does_not_count_as_waiting(tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic():
        for _ in range(2):
            enqueue(SendInvitation(invitation_id=uuid4()))
    with shared_scope():
        late = JobRecord.objects.order_by("pk")[:1].get()
        JobRecord.objects.filter(pk=late.pk).update(run_after=timezone.now() + timedelta(days=3))
    found = figures()
    of_queue = f'raglan_jobs{{queue="{SendInvitation.queue}",state='
    assert (found[f'{of_queue}"queued"}}'], found[f'{of_queue}"put_off"}}']) == (1, 1)


def test_every_answer_names_its_request(database: None) -> None:
    client = Client(SERVER_NAME="localhost")
    given = client.get("/healthz", headers={"X-Request-ID": "a-request-of-mine"})
    assert given.headers["X-Request-ID"] == "a-request-of-mine"
    made = [client.get("/healthz").headers["X-Request-ID"] for _ in range(2)]
    assert len({UUID(name) for name in made}) == 2
    forged = client.get("/healthz", headers={"X-Request-ID": "a line\tof another log"}).headers[
        "X-Request-ID"
    ]
    assert str(UUID(forged)) == forged
