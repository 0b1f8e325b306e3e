"""Bound how often one asks, and go on where Redis is down."""

from collections.abc import Callable

import pytest
import redis
from django.db import transaction
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import tenant_scope
from project.kernel.errors import Conflict, Invalid
from tenants import limits
from tenants.actions import idempotency, usage
from tenants.types import Actor, UsageKind

Api = Callable[[Actor], APIClient]


@pytest.fixture(autouse=True)
def small(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = {"person": 3, "key": 3, "tenant": 5}
    monkeypatch.setattr(limits._Pause, "until", 0.0)


def test_above_the_limit_one_waits(ada: Actor, api: Api) -> None:
    client = api(ada)
    left = [client.get("/api/v1/usage").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = client.get("/api/v1/usage")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 20
    assert refused.headers["RateLimit-Limit"] == "3"


def test_people_share_their_tenants_limit(ada: Actor, ben: Actor, api: Api) -> None:
    counts = [api(who).get("/api/v1/limits").status_code for who in (ada, ada, ada, ben, ben, ben)]
    assert counts == [200] * 5 + [429]


def test_one_tenant_does_not_use_up_anothers_limit(ada: Actor, max_: Actor, api: Api) -> None:
    for _ in range(4):
        api(ada).get("/api/v1/limits")
    assert api(max_).get("/api/v1/limits").status_code == 200


def test_limits_are_shown_without_being_used(ada: Actor) -> None:
    before = [row.remaining for row in limits.standings(actor=ada)]
    assert before == [row.remaining for row in limits.standings(actor=ada)] == [3, 5]


def test_without_redis_nobody_is_limited(ada: Actor, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "redis_client", lambda: redis.Redis(port=1))
    assert [api(ada).get("/api/v1/limits").status_code for _ in range(6)] == [200] * 6


def test_strangers_are_limited_by_address(ada: Actor) -> None:
    stranger = APIClient(SERVER_NAME=f"{ada.tenant.slug}.localhost", REMOTE_ADDR="203.0.113.9")
    body = {"token": "guess", "password": "x" * 12}
    codes = {stranger.post("/api/v1/invitations/accept", body, format="json").status_code for _ in range(22)}
    assert codes == {404, 429}


def test_the_same_key_gets_the_same_answer(ada: Actor) -> None:
    with tenant_scope(ada.tenant):
        with transaction.atomic():
            assert idempotency.reserve(actor=ada, key="k", fingerprint="a") is None
            idempotency.remember(actor=ada, key="k", status=202, body={"id": "1"})
        with transaction.atomic():
            again = idempotency.reserve(actor=ada, key="k", fingerprint="a")
    assert again == idempotency.Replay(status=202, body={"id": "1"})


def test_the_same_key_with_another_body_is_a_conflict(ada: Actor) -> None:
    with tenant_scope(ada.tenant):
        with transaction.atomic():
            idempotency.reserve(actor=ada, key="k", fingerprint="a")
        with transaction.atomic(), pytest.raises(Conflict) as refusal:
            idempotency.reserve(actor=ada, key="k", fingerprint="b")
    assert refusal.value.reason == "idempotency_key_reused"


def test_a_key_whose_action_failed_may_be_used_again(ada: Actor) -> None:
    with tenant_scope(ada.tenant):
        with transaction.atomic():
            idempotency.reserve(actor=ada, key="k", fingerprint="a")
            transaction.set_rollback(True)
        with transaction.atomic():
            assert idempotency.reserve(actor=ada, key="k", fingerprint="b") is None


def test_another_person_has_keys_of_their_own(ada: Actor, ben: Actor) -> None:
    with tenant_scope(ada.tenant), transaction.atomic():
        idempotency.reserve(actor=ada, key="k", fingerprint="a")
        assert idempotency.reserve(actor=ben, key="k", fingerprint="b") is None


def test_an_unprintable_key_is_refused(ada: Actor) -> None:
    with tenant_scope(ada.tenant), transaction.atomic(), pytest.raises(Invalid):
        idempotency.reserve(actor=ada, key="\n", fingerprint="a")


def test_use_is_counted_by_day(ada: Actor, api: Api) -> None:
    with tenant_scope(ada.tenant), transaction.atomic():
        usage.count(actor=ada, kind=UsageKind.QUESTIONS)
        usage.count(actor=ada, kind=UsageKind.PROMPT_TOKENS, amount=120)
        usage.count(actor=ada, kind=UsageKind.QUESTIONS)
    answer = api(ada).get("/api/v1/usage").json()
    assert answer["counts"] == {"questions": 2, "prompt_tokens": 120}
    assert answer["members"] == 1
