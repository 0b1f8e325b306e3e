"""When a deletion answers 204, nothing of the document is left."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.db import connections
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants import schemas
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload

PLANTED = "xylograph"


def tables_with(tenant: TenantRef, word: str) -> list[str]:
    """Return every table of the tenant's schema in which some row holds this word."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [tenant.schema])
        names = [row[0] for row in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}" r WHERE r::text LIKE %s', [f"%{word}%"])
            found += [name] if cursor.fetchone()[0] else []
    connections["owner"].close()
    return sorted(found)


def rows_of(tenant: TenantRef, *tables: str) -> list[int]:
    """Return how many rows each table has."""
    counts = []
    with schemas.owner_cursor(tenant) as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts.append(cursor.fetchone()[0])
    connections["owner"].close()
    return counts


def test_a_planted_word_is_in_no_table_and_no_file(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], tenant: TenantRef
) -> None:
    """Rows, postings, counts, vectors and files go with the document."""
    document = upload(f"The {PLANTED} hangs in the hall.", title=f"A {PLANTED}")
    run_jobs()
    assert {"chunk", "document", "document_version", "posting"} <= set(tables_with(tenant, PLANTED))
    assert client.delete(f"/api/v1/documents/{document['id']}").status_code == 204
    assert tables_with(tenant, PLANTED) == []
    assert rows_of(tenant, "chunk", "posting", "corpus_statistic", "embedding_1") == [0, 0, 0, 0]
    assert default_storage.listdir(tenant.schema)[1] == []
    assert client.get(f"/api/v1/documents/{document['id']}/file").status_code == 404


def test_documents_that_were_loaded_together_are_erased_apart(
    client: APIClient, run_jobs: Callable[[], int], tenant: TenantRef
) -> None:
    """What shares postings with an erased document is still found, and by the right words."""
    send_lines(client, {**LINE, "text": f"The {PLANTED} and the leave."}, {**LINE, "external_id": "b"})
    run_jobs()
    found = client.get("/api/v1/documents").json()["results"]
    first = next(document["id"] for document in found if document["external_id"] == "a")
    client.delete(f"/api/v1/documents/{first}")
    assert tables_with(tenant, PLANTED) == []
    asked = {"query": "leave", "mode": "lexical"}
    results = client.post("/api/v1/search", asked, format="json").json()["results"]
    assert [result["document"]["external_id"] for result in results] == ["b"]


def test_a_document_erased_while_it_waits_does_not_come_back(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int], tenant: TenantRef
) -> None:
    """Its job finds nothing to do."""
    document = upload(f"The {PLANTED}.")
    client.delete(f"/api/v1/documents/{document['id']}")
    run_jobs()
    assert tables_with(tenant, PLANTED) == []
    assert client.get("/api/v1/documents").json()["results"] == []
