"""Upload many documents at once."""

import json
from typing import Any

from rest_framework.test import APIClient

LINE = {"external_id": "a", "title": "A", "text": "Leave is twelve weeks.", "collection": "hr"}


def send_lines(client: APIClient, *lines: Any) -> Any:
    """Send lines, given as objects or as text, and return the answer."""
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return client.post("/api/v1/documents/bulk", body, content_type="application/x-ndjson")
