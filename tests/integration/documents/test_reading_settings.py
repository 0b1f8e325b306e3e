"""A document that is uploaded is read as its collection's pipeline says."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tests.integration.documents.conftest import Upload

PIPELINE = "/api/v1/collections/hr/pipeline"
RULES = "".join(
    f"<p>Rule {number} says that leave is counted in whole working weeks.</p>" for number in range(9)
)
PAGE = (
    f"<html><body><main><h1>Leave</h1>{RULES}</main><footer>Printed on recycled paper</footer></body></html>"
)


def test_what_is_uploaded_after_a_pipeline_was_applied_is_read_by_it(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    upload()
    run_jobs()
    usual = client.get(PIPELINE).content.decode()
    whole = usual.replace("main_content_only: true", "main_content_only: false")
    applied = client.generic("put", PIPELINE, whole, content_type="application/yaml").json()
    run_jobs()
    assert client.post(f"/api/v1/indexes/{applied['index']}/promote").status_code == 200
    shown = upload(PAGE, name="leave.html")
    run_jobs()
    assert "recycled paper" in client.get(f"/api/v1/documents/{shown['id']}/chunks").content.decode()
