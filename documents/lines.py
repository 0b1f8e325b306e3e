"""Read the lines of a bulk upload: each is right or wrong by itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from project.kernel.storable import fault_of
from project.kernel.unknown import said_of, unknown_names

MAX_LINE_BYTES = 20_000_000
LIMITS = {"title": 1000, "url": 2048, "collection": 63, "owner": 320, "readers": 300}
LIFE = ("owner", "review_on", "expires_at")
FIELDS = frozenset({"external_id", "text", "collection", "title", "url", "metadata", "readers", *LIFE})
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
    # Names as they are sent, tokens as they are kept; None says nothing of them.
    readers: tuple[str, ...] | None = None
    # What is said of owner, review and end; None clears one. An owner is kept by id.
    life: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def is_decided(self) -> bool:
        """Say whether the line says more of its document than its text and what describes that."""
        return self.readers is not None or bool(self.life)

    def after(self, earlier: "BulkLine") -> "BulkLine":
        """Return the line as it counts after an earlier one of its name: what it leaves out stays as it was."""
        return replace(
            self,
            title=self.title or earlier.title,
            url=self.url or earlier.url,
            metadata=self.metadata or earlier.metadata,
            readers=earlier.readers if self.readers is None else self.readers,
            life={**earlier.life, **self.life},
        )

    def encoded(self) -> bytes:
        """Return the line as it is kept until it is loaded."""
        said = asdict(self)
        kept = {**said, **said.pop("life")}
        del kept["life"]
        return json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


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
    if unknown := unknown_names(found, FIELDS):
        raise BadLine("unknown_field", said_of(unknown[0], FIELDS))
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
        readers=_readers(found.get("readers")),
        life={name: _life(found, name) for name in LIFE if name in found},
    )


def moment_of(text: str) -> datetime:
    """Return the moment in UTC that a text names, which is that of a text without a zone; raise ValueError."""
    found = datetime.fromisoformat(text)
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError as beyond:
        # The database keeps years that Python cannot read back.
        raise ValueError("Expected a moment of the years 1 to 9999.") from beyond


def _readers(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    is_list = isinstance(value, list) and bool(value) and all(isinstance(name, str) for name in value)
    if not is_list or fault_of(value):
        raise BadLine("invalid_readers", "Expected `readers` to be a list of names with something in it.")
    if max(map(len, value)) > LIMITS["readers"]:
        detail = f"Expected each name of `readers` to have at most {LIMITS['readers']} characters."
        raise BadLine("invalid_readers", detail)
    return tuple(value)


def _life(found: Mapping[str, Any], name: str) -> str | None:
    text = _text(found, name).strip()
    if fault := fault_of(text):
        raise BadLine(f"invalid_{name}", fault)
    checks = {"review_on": date.fromisoformat, "expires_at": moment_of}
    if text and name in checks:
        try:
            checks[name](text)
        except ValueError as wrong:
            example = {"review_on": "2030-01-31", "expires_at": "2030-01-31T12:00:00Z"}[name]
            raise BadLine(f"invalid_{name}", f"Expected `{name}` as in {example}.") from wrong
    return text or None


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
