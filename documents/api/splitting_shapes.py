"""Name the fields of a preview of chunks."""

from typing import Any

from rest_framework import serializers

from documents.api.shapes import Metadata
from documents.indexing.previewing import MOST_CHARACTERS
from project.kernel.http.shapes import BodyShape

SPLITTER_HELP = (
    "`max_tokens`, `overlap_tokens` (by whole sentences), `parent_tokens` (0 for none), `keep_tables` and `keep_code`; "
    "what is left out is as the live index has it."
)


class PreviewRequestShape(BodyShape):
    """What is to be cut, and how: exactly one of `document`, `text` and `file`."""

    document = serializers.UUIDField(required=False, allow_null=True, default=None)
    text = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=MOST_CHARACTERS, trim_whitespace=False
    )
    file = serializers.FileField(required=False, default=None)
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    settings = Metadata(required=False, default=dict, help_text=SPLITTER_HELP)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse none and several samples."""
        given = [name for name in ("document", "text", "file") if attrs[name]]
        if len(given) != 1:
            raise serializers.ValidationError(
                {"document": ["Expected exactly one of document, text and file."]}, code="one_sample"
            )
        return attrs


class SplitterSettingsShape(serializers.Serializer[Any]):
    """How a text was cut."""

    max_tokens = serializers.IntegerField()
    overlap_tokens = serializers.IntegerField()
    parent_tokens = serializers.IntegerField()
    keep_tables = serializers.BooleanField()
    keep_code = serializers.BooleanField()


class TokensShape(serializers.Serializer[Any]):
    """How many tokens the chunks have, those that are not shown among them."""

    total = serializers.IntegerField()
    least = serializers.IntegerField()
    most = serializers.IntegerField()
    mean = serializers.FloatField()


class ParentShape(serializers.Serializer[Any]):
    """The passage around a chunk."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()


class PreviewedChunkShape(serializers.Serializer[Any]):
    """A chunk as it would be: `embedded` is what is embedded and indexed, `head` its table's head among that."""

    ordinal = serializers.IntegerField()
    text = serializers.CharField()
    embedded = serializers.CharField()
    head = serializers.CharField(allow_blank=True)
    tokens = serializers.IntegerField()
    page = serializers.IntegerField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    section = serializers.ListField(child=serializers.CharField())
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    parent = ParentShape()


class PreviewShape(serializers.Serializer[Any]):
    """The first chunks that a setting gives, and how many there are; `cut_short` where the text goes on."""

    embedder = serializers.CharField()
    settings = SplitterSettingsShape()
    most_tokens = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    characters = serializers.IntegerField()
    cut_short = serializers.BooleanField()
    warnings = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    tokens = TokensShape()
    chunks = PreviewedChunkShape(many=True)
