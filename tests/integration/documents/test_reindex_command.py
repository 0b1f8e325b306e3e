"""An operator reindexes from the shell."""

from collections.abc import Callable
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tests.integration.documents.conftest import Upload

Run = Callable[[], int]


def test_waiting_promotes_the_candidate(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """The command says what it built, and searches are answered by it."""
    upload()
    run_jobs()
    out = StringIO()

    def reindex() -> None:
        call_command("reindex", tenant.slug, "--wait", stdout=out)
        connections.close_all()

    waiting = Thread(target=reindex)
    waiting.start()
    while waiting.is_alive():
        run_jobs()
        waiting.join(0.2)
    assert "index version 2 is live" in out.getvalue()
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


def test_an_unknown_tenant_is_one_clear_line(database: None) -> None:
    """The command ends with the reason."""
    with pytest.raises(CommandError, match="no such place"):
        call_command("reindex", "nobody-here")
