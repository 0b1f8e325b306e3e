"""Ask as people do, of a document that stands, and by a model server that writes freely."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.types import Actor
from tests.factories import cast, jobs
from tests.integration.documents.test_erasure import PLANTED

TEXT = f"Parents receive twelve weeks of parental leave. The {PLANTED} is in the hall."
QUESTION = "How many weeks of parental leave do parents receive?"
SAME = "how many weeks of parental leave do parents receive, please"
WRITTEN = f"Parents receive twelve weeks of parental leave. [1] The {PLANTED} is in the hall. [1]"
Asks = Callable[..., Awaitable[dict[str, Any]]]


def upload(who: Actor, text: str, **fields: Any) -> str:
    """Add or replace the document of this name, and have it indexed."""
    file = SimpleUploadedFile("leave.md", text.encode(), "text/markdown")
    form = {"collection": "hr", "external_id": "leave", "file": file, **fields}
    added = cast.signed_in(who).post("/api/v1/documents", form, format="multipart").json()
    jobs.run_all()
    return str(added["id"])
