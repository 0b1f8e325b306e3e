"""Tell other systems of events: signed, tried again, written down."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import shared_scope, tenant_scope
from tenants.actions import webhooks
from tenants.jobs import DeliverWebhook
from tenants.models import Webhook
from tenants.types import Actor
from tests.factories import jobs
from tests.fakes.listener import Listener

Api = Callable[[Actor], APIClient]


def emit(actor: Actor, event: str = "document.ready") -> int:
    with tenant_scope(actor.tenant), transaction.atomic():
        return webhooks.emit(tenant=actor.tenant, event=event, payload={"document": "d1"})


def add(client: APIClient, url: str) -> dict[str, Any]:
    body = {"url": url, "events": ["document.ready", "document.failed"]}
    answer = client.post("/api/v1/webhooks", body, format="json")
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def test_an_event_arrives_signed_and_is_written_down(
    ada: Actor, api: Api, listener: Listener, run_jobs: Callable[[], int]
) -> None:
    made = add(client := api(ada), listener.url)
    assert emit(ada) == 1
    run_jobs()
    headers, body = listener.came[0]
    parts = dict(part.split("=", 1) for part in headers["X-Raglan-Signature"].split(","))
    expected = hmac.new(made["secret"].encode(), f"{parts['t']}.".encode() + body, hashlib.sha256).hexdigest()
    assert parts["v1"] == expected
    assert json.loads(body)["payload"] == {"document": "d1"}
    log = client.get(f"/api/v1/webhooks/{made['id']}/deliveries").json()["results"]
    assert [(row["state"], row["attempts"], row["status"]) for row in log] == [("delivered", 1, 200)]


def test_a_delivery_whose_job_comes_twice_is_posted_once(
    ada: Actor, api: Api, listener: Listener, run_jobs: Callable[[], int]
) -> None:
    add(api(ada), listener.url)
    emit(ada)
    for _ in range(2):
        jobs.deliver_again(DeliverWebhook)
        assert run_jobs() == 1
    assert len(listener.came) == 1


def test_a_failure_is_tried_again(
    ada: Actor, api: Api, listener: Listener, run_jobs: Callable[[], int]
) -> None:
    made = add(client := api(ada), listener.url)
    listener.statuses = [500, 503, 204]
    emit(ada)
    run_jobs()
    log = client.get(f"/api/v1/webhooks/{made['id']}/deliveries").json()["results"][0]
    assert (log["state"], log["attempts"], log["status"], log["error"]) == ("delivered", 3, 204, "")


def test_at_the_last_failure_the_log_says_why(
    ada: Actor, api: Api, listener: Listener, run_jobs: Callable[[], int]
) -> None:
    made = add(client := api(ada), listener.url)
    listener.statuses = [404]
    emit(ada)
    run_jobs()
    log = client.get(f"/api/v1/webhooks/{made['id']}/deliveries").json()["results"][0]
    assert (log["state"], log["attempts"], log["error"]) == ("failed", 8, "The address answered 404.")


def test_only_events_that_were_asked_for_are_told(
    ada: Actor, max_: Actor, api: Api, listener: Listener
) -> None:
    add(api(ada), listener.url)
    assert (emit(ada, "feedback.created"), emit(max_), emit(ada)) == (0, 0, 1)


def test_a_paused_address_is_not_told(ada: Actor, api: Api, listener: Listener) -> None:
    made = add(client := api(ada), listener.url)
    place = f"/api/v1/webhooks/{made['id']}"
    assert client.patch(place, {"active": False}, format="json").json()["active"] is False
    assert emit(ada) == 0
    assert client.delete(place).status_code == 204


def test_an_address_that_was_paused_meanwhile_is_not_told(
    ada: Actor, api: Api, listener: Listener, run_jobs: Callable[[], int]
) -> None:
    made = add(api(ada), listener.url)
    emit(ada)
    api(ada).patch(f"/api/v1/webhooks/{made['id']}", {"active": False}, format="json")
    run_jobs()
    assert listener.came == []


def test_an_event_of_an_action_that_failed_is_not_told(ada: Actor, api: Api, listener: Listener) -> None:
    made = add(client := api(ada), listener.url)
    with tenant_scope(ada.tenant), transaction.atomic():
        webhooks.emit(tenant=ada.tenant, event="document.ready", payload={})
        transaction.set_rollback(True)
    assert client.get(f"/api/v1/webhooks/{made['id']}/deliveries").json()["results"] == []


def test_an_address_inside_is_refused(ada: Actor, api: Api) -> None:
    body = {"url": "http://169.254.169.254/", "events": ["document.ready"]}
    answer = api(ada).post("/api/v1/webhooks", body, format="json")
    assert answer.json()["errors"][0]["code"] == "unsafe_address"


def test_an_address_that_moved_inside_is_not_reached(
    ada: Actor, api: Api, listener: Listener, settings: Settings, run_jobs: Callable[[], int]
) -> None:
    add(api(ada), listener.url)
    settings.ALLOW_PRIVATE_ADDRESSES = False
    emit(ada)
    run_jobs()
    assert listener.came == []


def test_the_secret_is_not_readable_at_rest(ada: Actor, api: Api, listener: Listener) -> None:
    made = add(api(ada), listener.url)
    with shared_scope():
        row = Webhook.objects.get(pk=made["id"])
    assert made["secret"].encode() not in bytes(row.secret_sealed)
