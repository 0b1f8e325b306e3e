"""What is asked for a source is checked, and its secrets are told to nobody."""

import traceback
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.models import Source
from documents.syncing.connecting import Unforeseen
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.models import JobRecord
from tenants.models import AuditEvent
from tests.fakes.place import Place
from tests.integration.documents.sources import SOURCES, Kept, Run, fake_place
from workers import runner

__all__ = ["fake_place"]
SECRET = "correct-horse-battery"
SPELLED = "correct/horse battery"


def test_secrets_are_sealed_and_never_shown(
    client: APIClient, run_jobs: Run, fake_place: Place, tenant: TenantRef
) -> None:
    """Not in the database, an answer, the audit trail or the ledger."""
    source = Kept(client, run_jobs, secrets={"password": SECRET}, settings={"place": "there"})
    source.sync()
    assert source.shown()["secrets"] == ["password"]
    assert SECRET not in client.get(SOURCES).content.decode()
    with tenant_scope(tenant), transaction.atomic():
        assert SECRET not in str(list(Source.objects.values()))
    with shared_scope():
        rows = [*AuditEvent.objects.values(), *JobRecord.objects.values()]
    assert SECRET not in str(rows)


def test_a_secret_is_not_sent_to_another_place(client: APIClient, run_jobs: Run, fake_place: Place) -> None:
    """Whoever changes where a source reads from gives its secrets again; a harmless setting asks for nothing."""
    source = Kept(client, run_jobs, secrets={"password": SECRET})
    path, moved = source.path, {"settings": {"place": "elsewhere"}}
    assert client.patch(path, moved, format="json").json()["errors"][0]["field"] == "secrets"
    asked = {"kind": "place", "source": source.shown()["id"], **moved}
    assert client.post(f"{SOURCES}/test", asked, format="json").status_code == 400
    harmless = {"settings": {"place": "here", "note": "Ours"}}
    assert client.patch(path, harmless, format="json").json()["secrets"] == ["password"]
    again = client.patch(path, {**moved, "secrets": {"password": "new"}}, format="json")
    assert (again.status_code, again.json()["secrets"]) == (200, ["password"])
    assert client.patch(path, {"secrets": {"password": ""}}, format="json").json()["secrets"] == []


def test_what_is_chosen_of_a_place_asks_for_no_secret_again(client: APIClient) -> None:
    """Where it is does: the host key says who gets the password."""
    settings = {"address": "https://git.example.com/hr.git"}
    body = {"kind": "git", "name": "Git", "collection": "hr", "secrets": {"password": SECRET}}
    made = client.post(SOURCES, {**body, "settings": settings}, format="json").json()
    path = f"{SOURCES}/{made['id']}"
    chosen = {"settings": {**settings, "include": ["*.md"], "size_limit_mb": 5}}
    assert client.patch(path, chosen, format="json").json()["secrets"] == ["password"]
    assert (
        client.patch(path, {"settings": {**settings, "host_key": "SHA256:x"}}, format="json").status_code
        == 400
    )
    kinds = client.get(f"{SOURCES}/kinds").json()["results"]
    fields = {field["name"]: field for kind in kinds if kind["name"] == "git" for field in kind["settings"]}
    told = {
        name: (fields[name]["refining"], fields[name]["placing"])
        for name in ("address", "include", "host_key")
    }
    assert told == {"address": (False, True), "include": (True, False), "host_key": (True, True)}


def test_a_source_is_tried_before_it_is_added(client: APIClient, fake_place: Place) -> None:
    """Its first ten items, or why it cannot be read."""
    fake_place.texts = {f"d{number:02}": "A rule." for number in range(12)}
    tried = client.post(f"{SOURCES}/test", {"kind": "place"}, format="json").json()
    assert (tried["reached"], len(tried["items"])) == (True, 10)
    fake_place.fails_at = "d00"
    sent = {"kind": "place", "secrets": {"password": SECRET}}
    failed = client.post(f"{SOURCES}/test", sent, format="json").json()
    assert failed["error"] == {"code": "unreachable", "detail": "Refused •••."}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "carrier-pigeon"}, "kind"),
        ({"settings": {"place": 7}}, "settings.place"),
        ({"settings": {"plaice": "x"}}, "settings.plaice"),
        ({"secrets": {"pasword": "x"}}, "secrets.pasword"),
        ({"schedule": {"every": "minutes"}}, "schedule"),
        ({"schedule": {"every": "daily", "at": "25:00"}}, "schedule.at"),
        ({"schedule": {"every": "daily", "timezone": "Mars/Olympus"}}, "schedule.timezone"),
    ],
)
def test_what_is_not_expected_is_named(
    client: APIClient, fake_place: Place, sent: dict[str, Any], field: str
) -> None:
    body = {"kind": "place", "name": "Place", "collection": "hr", **sent}
    answer = client.post(SOURCES, body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_what_a_library_raises_reaches_the_log_without_the_secrets(
    client: APIClient, run_jobs: Run, fake_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Spelled as addresses spell them, and in the cause, too; the rest stands there to be looked into."""
    fake_place.texts, fake_place.stumbles_at = {"leave": "Leave."}, "leave"
    Kept(client, run_jobs, secrets={"password": SPELLED}).start()
    runner.run_next("sync")
    assert "RuntimeError: Lost ftp://ada:•••@there" in caplog.text
    assert [said for said in (SPELLED, quote(SPELLED, safe="")) if said in caplog.text] == []


def test_trying_a_source_tells_no_secret_either(client: APIClient, fake_place: Place) -> None:
    fake_place.texts, fake_place.stumbles_at = {"leave": "Leave."}, "leave"
    asked = {"kind": "place", "secrets": {"password": SPELLED}}
    with pytest.raises(Unforeseen) as raised:
        client.post(f"{SOURCES}/test", asked, format="json")
    told = "".join(traceback.format_exception(raised.value))
    assert ("ValueError: •••" in told, SPELLED in told) == (True, False)


def test_an_address_that_cannot_be_one_is_told_by_an_example(client: APIClient) -> None:
    """And is not said again: a password may stand in it."""
    sent = {"kind": "git", "settings": {"address": f"https://ada:{SECRET}@git.example.com/hr.git"}}
    answer = client.post(f"{SOURCES}/test", sent, format="json")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (400, "settings.address")
    assert error["detail"].startswith("Expected something like https://")
    assert SECRET not in answer.content.decode()


def test_a_name_that_cannot_be_one_is_told_what_one_looks_like(client: APIClient) -> None:
    answer = client.post(f"{SOURCES}/test", {"kind": "gcs", "settings": {"bucket": "b"}}, format="json")
    (error,) = answer.json()["errors"]
    assert error["detail"].startswith("Expected 2 to 222 small letters, digits")
