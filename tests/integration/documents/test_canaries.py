"""A document is planted for each group and searched for from inside and outside; who finds it wrongly is told of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from rest_framework.test import APIClient

from documents.actions import canaries
from documents.jobs import CheckCanaries
from documents.models import Audience, Chunk, Collection, Document
from documents.models.collections import AudienceQuerySet
from documents.search import statement
from documents.search.tuning import read_tuning
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from tenants.access.alarms import count_alarms, open_alarms
from tenants.types import Actor
from tests.factories import jobs
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
    lists = [client.get(f"/api/v1/{name}").json() for name in ("documents", "collections")]
    return [*lists, *((one["results"], one["explanation"]) for one in found)]


def test_nobody_sees_counts_or_is_answered_by_a_canary(
    check: Check, ada: Actor, ben: Actor, cleo: Actor, api: Sign
) -> None:
    """Scores and the short way of a search, which needs all to be visible, are as they were, too."""
    before = [seen(api(who)) for who in (ada, ben, cleo)]
    check()
    assert [seen(api(who)) for who in (ada, ben, cleo)] == before


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


def test_a_tenant_without_documents_has_no_canaries(tenant: TenantRef, ada: Actor, run_jobs: Run) -> None:
    again(tenant, CheckCanaries())
    run_jobs()
    assert stands(tenant) == (0, 0, 0, 0)


def test_every_tenant_is_asked_for_once(tenant: TenantRef) -> None:
    from workers import runner

    for _ in range(2):
        runner.ask_everywhere(CheckCanaries())
    assert jobs.waiting(tenant) == [CheckCanaries()]
