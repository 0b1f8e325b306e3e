"""Read the bytes of a version as they came: from its row, where they were a line of a bulk upload, or from storage."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from documents.models import DocumentVersion


@dataclass(frozen=True, kw_only=True)
class Original:
    """Say where the bytes of a version are; they are read outside of any transaction."""

    storage_key: str
    content: bytes | None

    def is_there(self) -> bool:
        """Say whether they are still in their place."""
        return self.content is not None or bool(self.storage_key and default_storage.exists(self.storage_key))

    def open(self) -> "BytesIO | File[Any]":
        """Open them for reading; raise FileNotFoundError where they are gone."""
        if self.content is not None:
            return BytesIO(self.content)
        if not self.storage_key:
            raise FileNotFoundError("the version was erased")
        return default_storage.open(self.storage_key, "rb")


def original_of(version: DocumentVersion) -> Original:
    """Return where a version's bytes are, in the caller's transaction."""
    if version.storage_key:
        return Original(storage_key=version.storage_key, content=None)
    held = DocumentVersion.objects.filter(
        document_id=version.document_id, number=version.content_of or version.number
    )
    content = held.values_list("content", flat=True).first()
    return Original(storage_key="", content=None if content is None else bytes(content))
