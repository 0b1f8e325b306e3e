"""Administrators see how walls, indexes, queues and models stand, and may have them checked at once."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from documents.jobs import CheckCanaries, CheckRecall, RecountPostings
from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.factories import canaries, jobs

Sign = Callable[[Actor], APIClient]
REPORT = "/api/v1/health-report"


def test_a_check_that_was_asked_for_is_in_the_report(
    ada: Actor, ben: Actor, api: Sign, run_jobs: Callable[[], int], tenant: TenantRef
) -> None:
    client = api(ada)
    canaries.open_ground(client)
    run_jobs()
    before = client.get(REPORT).json()
    assert (before["canaries"]["enabled"], before["canaries"]["state"], before["alarms"]) == (True, None, [])
    for _ in range(2):
        assert client.post(f"{REPORT}/check").status_code == 202
    assert set(jobs.waiting(tenant)) == {CheckCanaries(), CheckRecall(), RecountPostings()}
    run_jobs()
    client.post(f"{REPORT}/check")
    run_jobs()
    report = client.get(REPORT).json()
    told = {(one["name"], one["state"]) for one in report["canaries"]["groups"]}
    assert told == {("", "kept"), ("Engineering", "kept")}
    (index,) = report["recall"]["indexes"]
    assert (index["is_exact"], index["recall"], index["is_low"]) == (True, None, False)
    assert before["recount"] == {"checked_at": None, "mended": 0}
    assert (report["recount"]["checked_at"] is not None, report["recount"]["mended"]) == (True, 0)
    assert all(model["is_up"] for model in report["embedders"])


def test_a_switch_is_kept(ada: Actor, api: Sign) -> None:
    client = api(ada)
    for is_on in (False, True):
        assert client.put("/api/v1/canaries", {"enabled": is_on}, format="json").status_code == 200
        assert client.get(REPORT).json()["canaries"]["enabled"] is is_on


def test_no_model_server_is_named_by_its_address(ada: Actor, api: Sign) -> None:
    assert all(
        set(one) == {"model", "server", "is_up"} for one in api(ada).get(REPORT).json()["model_servers"]
    )


def test_no_embedder_is_explained_by_a_folder_or_an_address(
    ada: Actor, api: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> None:
        raise OSError("[Errno 2] No such file or directory: '/srv/models/mini.onnx'")

    monkeypatch.setattr("documents.health.query_embedder", broken)
    (model,) = api(ada).get(REPORT).json()["embedders"]
    assert (model["is_up"], "/srv" in model["detail"], model["detail"] != "") == (False, False, True)
