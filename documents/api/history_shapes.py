"""Describe versions of documents, and what changed between them."""

from typing import Any

from rest_framework import serializers

from documents.api.life_shapes import NamedPersonShape
from documents.api.shapes import STATUSES, ErrorShape, Metadata
from documents.types import Reason

KINDS = ["same", "added", "removed", "changed", "skipped"]
NUMBER: dict[str, Any] = {"min_value": 1, "max_value": 2_147_483_647, "required": False, "default": None}


class VersionShape(serializers.Serializer[Any]):
    """One version of a document."""

    version = serializers.IntegerField()
    status = serializers.ChoiceField(choices=[*STATUSES, "replaced"])
    is_live = serializers.BooleanField(help_text="Whether this is the version that answers.")
    reason = serializers.ChoiceField(
        choices=[reason.value for reason in Reason], help_text="Why it came to be."
    )
    restored_from = serializers.IntegerField(allow_null=True)
    changes = serializers.ListField(
        child=serializers.ChoiceField(choices=["file", "filename", "size", "title", "url", "metadata"]),
        help_text="What is not as in the version before.",
    )
    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    metadata = Metadata()
    filename = serializers.CharField()
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    language = serializers.CharField(allow_blank=True)
    pages = serializers.IntegerField(allow_null=True)
    chunks = serializers.IntegerField()
    characters = serializers.IntegerField(help_text="How long the extracted text is.")
    warnings = serializers.ListField(child=serializers.CharField())
    error = ErrorShape(allow_null=True)
    properties = serializers.DictField(help_text="What the file says of itself.")
    created_at = serializers.DateTimeField()
    created_by = serializers.UUIDField()
    author = NamedPersonShape()
    ready_at = serializers.DateTimeField(allow_null=True)


class VersionTextShape(VersionShape):
    """One version of a document with the beginning of its extracted text."""

    text = serializers.CharField(allow_blank=True)
    is_text_cut = serializers.BooleanField()


class DeletionShape(serializers.Serializer[Any]):
    """The proof of an erasure, in numbers: nothing of what was erased is in it."""

    document = serializers.UUIDField()
    erased_at = serializers.DateTimeField()
    erased_by = NamedPersonShape(allow_null=True, help_text="Null where a source or the system did it.")
    removed = serializers.DictField(
        child=serializers.IntegerField(), help_text="How much was removed, by where."
    )
    left = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="What the erasing transaction itself still found at its end.",
    )
    checked_at = serializers.DateTimeField(allow_null=True, help_text="When a worker has looked again.")
    found = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    is_complete = serializers.BooleanField(help_text="Whether the look has found nothing.")


class ChangesAskedShape(serializers.Serializer[Any]):
    """Which two versions are compared."""

    to = serializers.IntegerField(**NUMBER)

    def get_fields(self) -> dict[str, Any]:
        """Add the field whose name is a word of Python's."""
        return {"from": serializers.IntegerField(**NUMBER), **super().get_fields()}


class PartShape(serializers.Serializer[Any]):
    """A piece of a paragraph."""

    kind = serializers.ChoiceField(choices=["same", "added", "removed"])
    text = serializers.CharField()


class BlockShape(serializers.Serializer[Any]):
    """A paragraph, with its number in either text, or how many unchanged ones were skipped."""

    kind = serializers.ChoiceField(choices=KINDS)
    old = serializers.IntegerField(allow_null=True)
    new = serializers.IntegerField(allow_null=True)
    parts = PartShape(many=True)
    paragraphs = serializers.IntegerField()


class CountsShape(serializers.Serializer[Any]):
    """How many paragraphs changed, in all."""

    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()


class ChangesShape(serializers.Serializer[Any]):
    """What changed from one version's text to another's; `is_cut` where that is more than is shown."""

    to = VersionShape()
    counts = CountsShape()
    is_cut = serializers.BooleanField()
    blocks = BlockShape(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Add the field whose name is a word of Python's."""
        return {"from": VersionShape(), **super().get_fields()}
