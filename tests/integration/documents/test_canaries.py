"""A document is planted for each group and searched for from inside and outside; who finds it wrongly is told of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from documents.actions import canaries
from documents.canaries import ERASED_CANARIES
from documents.jobs import CheckCanaries
from documents.models import Audience, Chunk, Collection, Document, DocumentVersion
from documents.models.collections import AudienceQuerySet
from documents.search import statement
from documents.search.tuning import read_tuning
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs.pruning import prune
from tenants.access.alarms import count_alarms, open_alarms
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_jobs_twice import again

Sign = Callable[[Actor], APIClient]
Run = Callable[[], int]
Monkey = pytest.MonkeyPatch
Check = Callable[[], dict[str, str]]
DOORS = ["chunks", "citation", "context", "file", "list"]


@pytest.fixture
def check(tenant: TenantRef, ben: Actor, upload: Upload, run_jobs: Run) -> Check:
    """Return what has the canaries planted where they are missing and searched for; it says how each group stands."""
    upload("Leave is twelve weeks.")
    run_jobs()

    def look() -> dict[str, str]:
        again(tenant, CheckCanaries())
        run_jobs()
        with tenant_scope(tenant), transaction.atomic():
            results = (read_tuning(canaries.CANARIES) or {}).get("results", [])
        return {one["group"] or "nobody": one["state"] for one in results}

    return look


def stands(tenant: TenantRef) -> tuple[int, ...]:
    """Count canaries, their collections, chunks and audiences."""
    with tenant_scope(tenant), transaction.atomic():
        mine = Document.objects.filter(audience_id__lt=-1)
        kept = Chunk.objects.filter(audience_id__lt=-1), Audience.objects.filter(pk__lt=-1)
        home = Collection.objects.filter(audience_id__lt=-1)
        return (mine.count(), home.count(), *(rows.count() for rows in kept))


def alarms(tenant: TenantRef) -> dict[str, str]:
    with tenant_scope(tenant), transaction.atomic():
        return {kind: alarm.says for kind, alarm in open_alarms(tenant=tenant).items()}


def test_a_check_that_comes_twice_finds_each_canary_once(check: Check, tenant: TenantRef, ben: Actor) -> None:
    group = str(ben.group_ids[0])
    for _ in range(2):
        assert check() == {"nobody": "kept", group: "kept"}
        assert stands(tenant) == (2, 1, 2, 2)
    assert alarms(tenant) == {}


def seen(client: APIClient) -> list[Any]:
    found = [
        client.post(
            "/api/v1/search", {"query": "leave", "k": 100, "mode": m, "explain": True}, format="json"
        ).json()
        for m in ("hybrid", "dense", "lexical")
    ]
    names = ("documents", "collections", "jobs?kind=ParseDocument", "indexes/sizing")
    lists = [client.get(f"/api/v1/{name}").json() for name in names]
    estimated = client.post("/api/v1/indexes/estimate", {"settings": {}}, format="json").json()
    lists.append({name: estimated.get(name) for name in ("documents", "chunks", "tokens", "bytes", "pace")})
    return [*lists, *((one["results"], one["explanation"]) for one in found)]


def test_nobody_sees_counts_or_is_answered_by_a_canary(
    check: Check, ada: Actor, ben: Actor, cleo: Actor, api: Sign
) -> None:
    """Scores and the short way of a search, which needs all to be visible, are as they were, too."""
    before = [seen(api(who)) for who in (ada, ben, cleo)]
    check()
    assert [seen(api(who)) for who in (ada, ben, cleo)] == before


def test_nobody_is_called_for_a_canary(check: Check, client: APIClient, settings: Settings) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    asked = {"url": "http://127.0.0.1:9/", "events": ["document.ready", "document.failed"]}
    hook = client.post("/api/v1/webhooks", asked, format="json").json()["id"]
    assert set(check().values()) == {"kept"}
    assert client.get(f"/api/v1/webhooks/{hook}/deliveries").json()["results"] == []


def broken_orm(patch: Monkey) -> list[str]:
    patch.setattr(AudienceQuerySet, "visible_to", lambda rows, actor: rows)
    return DOORS


def broken_search(patch: Monkey) -> list[str]:
    for module in ("statement", "lexical_leg"):
        patch.setattr(f"documents.search.{module}.placed", lambda alias, view: ("true", []))
    return ["dense", "hybrid", "lexical"]


def broken_audiences(patch: Monkey) -> list[str]:
    patch.setattr(Actor, "sees_everything", True)
    patch.setattr("documents.search.viewing.VIEW", statement.VIEW.replace("id > 0 AND ", ""))
    return ["dense", "hybrid", "lexical"]


@pytest.mark.parametrize("break_wall", [broken_orm, broken_search, broken_audiences])
def test_a_wall_that_is_broken_is_told_of_once(
    check: Check, tenant: TenantRef, monkeypatch: Monkey, break_wall: Callable[[Monkey], list[str]]
) -> None:
    """On the trail, in the figures, in a mail to the owners; and taken back when the wall stands again."""
    check()
    with monkeypatch.context() as patch:
        where = break_wall(patch)
        assert set(check().values()) == {"leaked"}
        check()
    with tenant_scope(tenant), transaction.atomic():
        detail = open_alarms(tenant=tenant)["canaries"].detail
    assert (detail["state"], set(detail["where"]) >= set(where)) == ("leaked", True)
    assert [letter.to for letter in mail.outbox] == [[f"ada@{tenant.slug}.example"]]
    with shared_scope():
        assert count_alarms()["canaries"] >= 1
    assert set(check().values()) == {"kept"}
    assert alarms(tenant) == {}


def test_a_canary_that_its_group_does_not_find_is_told_of(
    check: Check, tenant: TenantRef, ben: Actor
) -> None:
    check()
    group = str(ben.group_ids[0])
    with tenant_scope(tenant), transaction.atomic():
        Chunk.objects.filter(document__external_id=group).update(audience_id=0)
    assert check() == {"nobody": "kept", group: "lost"}
    assert "Engineering" in alarms(tenant)["canaries"]


def lose(tenant: TenantRef, group: str, **changes: Any) -> None:
    with tenant_scope(tenant), transaction.atomic():
        Document.objects.filter(external_id=group).update(**changes)


def test_a_canary_that_has_no_chunks_is_not_taken_for_one_that_keeps(
    check: Check, tenant: TenantRef, ben: Actor
) -> None:
    check()
    group = str(ben.group_ids[0])
    with tenant_scope(tenant), transaction.atomic():
        other = DocumentVersion.objects.exclude(document__external_id=group).latest("pk")
        Chunk.objects.filter(version__document__external_id=group).update(version=other, ordinal=77)
    assert check()[group] == "lost"


def test_a_canary_that_was_given_to_others_is_found_out(check: Check, tenant: TenantRef, ben: Actor) -> None:
    check()
    with tenant_scope(tenant), transaction.atomic():
        everyone = Audience.objects.get(readers=["everyone"]).pk
    lose(tenant, str(ben.group_ids[0]), audience_id=everyone)
    assert check()[str(ben.group_ids[0])] == "leaked"


def test_a_leak_is_told_of_where_something_was_lost_before(
    check: Check, tenant: TenantRef, ben: Actor, monkeypatch: Monkey
) -> None:
    check()
    with tenant_scope(tenant), transaction.atomic():
        Chunk.objects.filter(document__external_id=str(ben.group_ids[0])).update(audience_id=0)
    check()
    with monkeypatch.context() as patch:
        broken_orm(patch)
        check()
    assert "came out" in alarms(tenant)["canaries"]
    assert len(mail.outbox) == 2


def test_an_alarm_stands_until_the_canary_is_planted_anew_and_found(
    check: Check, tenant: TenantRef, ben: Actor, monkeypatch: Monkey
) -> None:
    """One that could not be read is told of, then planted anew; while that waits, nothing is taken back."""
    check()
    group = str(ben.group_ids[0])
    lose(tenant, group, status="failed", error_code="broken")
    assert check()[group] == "lost"
    with monkeypatch.context() as patch:
        patch.setattr(canaries, "queue_document", lambda document, urgency: None)
        patch.setattr(canaries, "enqueue", lambda job, **how: None)
        assert check()[group] == "waiting"
    assert "canaries" in alarms(tenant)
    lose(tenant, group, created_at=timezone.now() - 2 * canaries.PATIENCE)
    assert check()[group] == "lost"
    assert set(check().values()) <= {"waiting", "kept"}
    assert (set(check().values()), alarms(tenant)) == ({"kept"}, {})


def test_switched_off_nothing_is_left(check: Check, tenant: TenantRef, ada: Actor, run_jobs: Run) -> None:
    check()
    with tenant_scope(tenant):
        canaries.switch(actor=ada, is_on=False)
    run_jobs()
    assert stands(tenant) == (0, 0, 0, 0)
    assert check() == {}
    assert stands(tenant) == (0, 0, 0, 0)
    with tenant_scope(tenant):
        canaries.switch(actor=ada, is_on=True)
    run_jobs()
    assert set(check().values()) == {"kept"}


def test_a_group_that_is_gone_takes_its_canary_along(
    check: Check, tenant: TenantRef, ben: Actor, client: APIClient
) -> None:
    check()
    client.delete(f"/api/v1/groups/{ben.group_ids[0]}")
    assert check() == {"nobody": "kept"}
    assert stands(tenant)[0] == 1


def jobs_of_documents(client: APIClient) -> list[Any]:
    kinds = ("ParseDocument", "CheckErasure", "RemoveFiles")
    return [job for kind in kinds for job in client.get(f"/api/v1/jobs?kind={kind}").json()["results"]]


def untold(tenant: TenantRef) -> list[str]:
    with tenant_scope(tenant), transaction.atomic():
        return read_tuning(ERASED_CANARIES) or []


def test_no_list_of_jobs_tells_of_an_erased_canary(
    check: Check, tenant: TenantRef, ada: Actor, client: APIClient, run_jobs: Run
) -> None:
    """Neither of its reading, nor of the look whether anything is left of it, nor of the removal of its file."""
    before = jobs_of_documents(client)
    check()
    with tenant_scope(tenant):
        canaries.switch(actor=ada, is_on=False)
    after_the_switch = jobs_of_documents(client)
    run_jobs()
    assert [job["kind"] for job in before] == ["ParseDocument"]
    assert (after_the_switch, jobs_of_documents(client)) == (before, before)


def test_ids_of_erased_canaries_are_kept_no_longer_than_their_jobs(
    check: Check, tenant: TenantRef, ada: Actor, run_jobs: Run
) -> None:
    sizes = []
    for is_on in (True, False, True, False):
        with tenant_scope(tenant):
            canaries.switch(actor=ada, is_on=is_on)
        run_jobs()
        if not is_on:
            sizes.append(len(untold(tenant)))
            with shared_scope():
                prune(timezone.now())
    # Of each canary its own, and who looks for what is left of it; one removes the files of all.
    assert sizes == [5, 5]


def test_a_tenant_without_documents_has_no_canaries(tenant: TenantRef, ada: Actor, run_jobs: Run) -> None:
    again(tenant, CheckCanaries())
    run_jobs()
    assert stands(tenant) == (0, 0, 0, 0)
