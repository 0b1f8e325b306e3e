"""An operator reindexes from the shell."""

from collections.abc import Callable
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from rest_framework.test import APIClient

from documents.actions import adding, indexes, versions
from documents.indexing.engines import RayMissing
from documents.models import Document
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.errors import Hopeless
from project.kernel.jobs import enqueue
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

Run = Callable[[], int]


def reindexed(run_jobs: Run, *arguments: str) -> tuple[str, str]:
    """Run the command in a thread, and jobs until it ends; return what it says and why it fails."""
    out, failures = StringIO(), [""]

    def reindex() -> None:
        try:
            call_command("reindex", *arguments, stdout=out)
        except CommandError as failure:
            failures.append(str(failure))
        connections.close_all()

    waiting = Thread(target=reindex)
    waiting.start()
    while waiting.is_alive():
        run_jobs()
        waiting.join(0.2)
    return out.getvalue(), failures[-1]


def test_waiting_promotes_the_candidate(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """The command says what it built, and searches are answered by it."""
    upload()
    run_jobs()
    said, failure = reindexed(run_jobs, tenant.slug, "--wait")
    assert failure == ""
    assert "index version 2 is live" in said
    assert client.post("/api/v1/search", {"query": "leave"}, format="json").json()["index_version"] == 2


def test_a_collection_is_read_again(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """Its documents become versions of the same bytes, and are found once."""
    document = upload()
    run_jobs()
    call_command("reindex", tenant.slug, "--collection", "hr", stdout=StringIO())
    run_jobs()
    shown = client.get(f"/api/v1/documents/{document['id']}").json()
    assert (shown["status"], shown["version"], shown["live_version"]) == ("ready", 2, 2)
    assert len(client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]) == 1


def test_waiting_ends_when_the_documents_of_a_collection_are_ready(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """One that cannot be read makes the command fail, when the others are ready."""
    upload()
    upload("", name="empty.txt")
    run_jobs()
    said, failure = reindexed(run_jobs, tenant.slug, "--collection", "hr", "--wait")
    assert failure == "1 documents could not be read; their pages say why"
    assert "2 documents of hr are read again; 0 changed meanwhile" in said


def test_what_changes_meanwhile_is_passed_over(
    client: APIClient, upload: Upload, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other documents of the collection are read again all the same."""
    for name in ("a", "b", "c"):
        upload(name, external_id=name)

    def enqueue_and_erase(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(adding, "enqueue", enqueue)
        Document.objects.filter(external_id="b").update(latest_version=7)
        return enqueue(*args, **options)

    monkeypatch.setattr(adding, "enqueue", enqueue_and_erase)
    with tenant_scope(ada.tenant):
        asked = versions.read_again(actor=ada, collection="hr")
    assert (len(asked.document_ids), asked.skipped) == (2, 1)


def test_settings_with_a_collection_build_an_index_version_for_it_alone(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    upload()
    client.post("/api/v1/collections", {"slug": "law", "name": "Law"}, format="json")
    upload(collection="law")
    run_jobs()
    settings = '{"splitter": {"max_tokens": 64}}'
    said, failure = reindexed(
        run_jobs, tenant.slug, "--collection", "law", "--index-settings", settings, "--wait"
    )
    assert (failure, "index version 2 is live" in said) == ("", True)
    (law, first) = client.get("/api/v1/indexes").json()["results"]
    assert (law["answers_for"], law["settings"]["splitter"]["max_tokens"]) == (["law"], 64)
    assert first["answers_for"] is None


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--collection", "hr", "--engine", "ray"], "say of which settings"),
        (["--collection", "nowhere", "--index-settings", "{}"], "no such collection"),
        (["--index-settings", "[1]"], "expected a JSON object"),
        (["--index-settings", "{"], "expected a JSON object"),
        (
            ["--index-settings", '{"splitter": {"max_tokens": 64}, "size": 3}'],
            "settings.size: Expected some of",
        ),
        (["--index-settings", '{"spliter": {}}'], "settings.spliter: Expected some of embedder"),
    ],
)
def test_what_cannot_be_honoured_is_refused(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, arguments: list[str], expected: str
) -> None:
    """And nothing is read or built."""
    document = upload()
    run_jobs()
    with pytest.raises(CommandError, match=expected):
        call_command("reindex", tenant.slug, *arguments, stdout=StringIO())
    assert len(client.get("/api/v1/indexes").json()["results"]) == 1
    assert client.get(f"/api/v1/documents/{document['id']}").json()["version"] == 1


def test_without_ray_nothing_is_begun_and_the_command_says_what_to_install(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    tenant: TenantRef,
    ada: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload()
    run_jobs()
    monkeypatch.setattr("documents.indexing.engines.find_spec", lambda name: None)
    with pytest.raises(CommandError, match="pip install 'ray"):
        call_command("reindex", tenant.slug, "--engine", "ray", "--wait", stdout=StringIO())
    with tenant_scope(ada.tenant), pytest.raises(RayMissing):
        indexes.build(actor=ada, settings={}, engine="ray")
    assert len(client.get("/api/v1/indexes").json()["results"]) == 1


def test_a_build_that_fails_ends_in_a_sentence_and_says_how_far_it_was_once(
    upload: Upload, run_jobs: Run, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload()
    run_jobs()

    def fails(*args: Any, **options: Any) -> None:
        raise Hopeless("The model is gone.")

    monkeypatch.setattr("documents.indexing.engines.LocalEngine.embed", fails)
    model = '{"splitter": {"max_tokens": 64}}'
    said, failure = reindexed(run_jobs, tenant.slug, "--index-settings", model, "--wait")
    assert failure == "index version 2 is failed: The model is gone."
    lines = said.splitlines()
    assert len(lines) == len(set(lines))


def test_an_unknown_tenant_is_one_clear_line(database: None) -> None:
    """The command ends with the reason."""
    with pytest.raises(CommandError, match="no tenant nobody-here"):
        call_command("reindex", "nobody-here")
