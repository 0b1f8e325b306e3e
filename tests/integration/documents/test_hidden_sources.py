"""Who may not read a document learns nothing of it from its source; who may read it alone, nothing of the source."""

from collections.abc import Callable

from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.factories import cast
from tests.fakes.place import Place
from tests.integration.documents.sources import Kept, Run, fake_place, kept

__all__ = ["fake_place", "kept"]
Sign = Callable[[Actor], APIClient]


def test_the_log_of_a_run_leaves_out_documents_of_other_readers(kept: Kept, dora: Actor, api: Sign) -> None:
    run = kept.sync()
    pay = next(row for row in kept.client.get("/api/v1/documents").json()["results"] if row["title"] == "Pay")
    cast.make_member(dora.tenant, "ben", groups=("engineering",))
    kept.client.patch(f"/api/v1/documents/{pay['id']}", {"readers": ["engineering"]}, format="json")
    told = api(dora).get(f"{kept.path}/runs/{run['id']}").json()
    assert [entry["title"] for entry in told["log"]] == ["Leave"]
    assert len(kept.run(run["id"])["log"]) == 2


def test_a_document_given_to_one_does_not_name_the_source_of_a_closed_collection(
    client: APIClient, run_jobs: Run, fake_place: Place, tenant: TenantRef, cleo: Actor, api: Sign
) -> None:
    fake_place.texts = {"pay": "Pay comes on the first."}
    cast.make_member(tenant, "ben", groups=("engineering",))
    client.post(
        "/api/v1/collections", {"slug": "board", "name": "B", "readers": ["engineering"]}, format="json"
    )
    Kept(client, run_jobs, collection="board", name="Takeover").sync()
    path = f"/api/v1/documents/{client.get('/api/v1/documents').json()['results'][0]['id']}"
    client.patch(path, {"readers": [cleo.email]}, format="json")
    assert client.get(path).json()["source"]["name"] == "Takeover"
    assert api(cleo).get(path).json()["source"] is None
