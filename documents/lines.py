"""Read the lines of a bulk upload: each is right or wrong by itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from project.kernel.storable import fault_of

MAX_LINE_BYTES = 20_000_000
LIMITS = {"title": 1000, "url": 2048, "collection": 63}
# It stands in a B-tree, whose rows have a limit in bytes.
MAX_EXTERNAL_ID_BYTES = 1000


@dataclass(frozen=True, kw_only=True)
class BulkLine:
    """Carry one document of a bulk upload."""

    external_id: str
    text: str
    collection: str
    title: str = ""
    url: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """Return the line as it is kept until it is loaded."""
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


class BadLine(Exception):
    """Say what is wrong with a line."""

    def __init__(self, code: str, detail: str) -> None:
        """Keep the code and the sentence."""
        super().__init__(detail)
        self.code = code
        self.detail = detail


def read_line(raw: bytes) -> BulkLine:
    """Return the document of a line; raise BadLine."""
    if len(raw) > MAX_LINE_BYTES:
        raise BadLine("too_large", f"Expected at most {MAX_LINE_BYTES} bytes.")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise BadLine("not_json", "Expected a JSON object on one line.") from wrong
    if not isinstance(found, dict):
        raise BadLine("not_an_object", "Expected a JSON object.")
    metadata = found.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadLine("invalid_metadata", "Expected metadata to be an object.")
    if fault := fault_of(metadata):
        raise BadLine("invalid_metadata", fault)
    return BulkLine(
        external_id=_text(found, "external_id", is_required=True),
        text=_text(found, "text", is_required=True),
        collection=_text(found, "collection", is_required=True),
        title=_text(found, "title"),
        url=_text(found, "url"),
        metadata=metadata,
    )


def _text(found: Mapping[str, Any], name: str, *, is_required: bool = False) -> str:
    value = found.get(name)
    if value is None and not is_required:
        return ""
    text = value.replace("\x00", "") if isinstance(value, str) else ""
    if not isinstance(value, str) or (is_required and not text.strip()):
        raise BadLine(
            f"invalid_{name}", f"Expected `{name}` to be a string{' with something in it' * is_required}."
        )
    if len(text) > LIMITS.get(name, len(text)):
        raise BadLine(f"invalid_{name}", f"Expected {name} to have at most {LIMITS[name]} characters.")
    if name == "external_id" and len(text.encode("utf-8", "replace")) > MAX_EXTERNAL_ID_BYTES:
        raise BadLine("invalid_external_id", f"Expected at most {MAX_EXTERNAL_ID_BYTES} bytes.")
    return text
