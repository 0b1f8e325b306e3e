"""What a tenant has set holds for its searches, and for nobody else's."""

from collections.abc import Callable

from django.db import transaction
from rest_framework.test import APIClient

from documents.search.tuning import SETTINGS, forget_tuning, lock_tuning, read_tuning, write_tuning
from project.kernel.db import tenant_scope
from tenants.types import Actor

Upload = Callable[..., dict[str, object]]


def candidates(client: APIClient) -> int:
    """Return among how many passages a search chose."""
    asked = {"query": "leave", "k": 1, "mode": "lexical", "explain": True}
    return int(client.post("/api/v1/search", asked, format="json").json()["explanation"]["candidates"])


def test_a_search_looks_as_deep_as_its_tenant_wants(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], ada: Actor
) -> None:
    for number in range(15):
        upload(f"Annual leave of grade {number} is long.", f"grade-{number}.md")
    run_jobs()
    assert candidates(client) == 15
    with tenant_scope(ada.tenant), transaction.atomic():
        write_tuning(SETTINGS, {"candidates": 10})
    assert candidates(client) == 10


def test_what_was_learned_is_kept_by_name_in_its_tenant(ada: Actor, max_: Actor) -> None:
    with tenant_scope(ada.tenant), transaction.atomic():
        assert lock_tuning("weights") is None
        write_tuning("weights", {"dense": 0.4})
        assert lock_tuning("weights") == {"dense": 0.4}
    with tenant_scope(max_.tenant), transaction.atomic():
        assert read_tuning("weights") is None
    with tenant_scope(ada.tenant), transaction.atomic():
        forget_tuning("weights")
        assert read_tuning("weights") is None
