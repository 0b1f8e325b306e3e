"""Describe OpenAI's bodies, as far as they mean something here; other fields are let by."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chat.api.shapes import AS_OF, CachedShape, CitationShape, CuratedNoteShape
from chat.protocol.client import MOMENT_LIMIT_CHARACTERS, QUESTION_LIMIT_CHARACTERS

INPUTS_PER_CALL = 256
INPUT_LIMIT_CHARACTERS = 32_000
# Bounds the work that one call can ask of a core, since every text is embedded.
CALL_LIMIT_CHARACTERS = 400_000


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "object"}}]})
class ContentField(serializers.Field[str, Any, str, Any]):
    """A text, or parts of which the texts count."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text; none, as OpenAI's clients send it beside the calls of tools, is empty."""
        parts = data if isinstance(data, list) else [{"text": data}]
        texts = [part.get("text") or "" for part in parts if isinstance(part, dict)]
        if not all(isinstance(text, str) for text in texts):
            raise serializers.ValidationError("Expected a text or parts with texts.")
        joined = "\n".join(texts)
        if len(joined) > QUESTION_LIMIT_CHARACTERS * 8:
            raise serializers.ValidationError("This message is too long.")
        return joined.replace("\x00", " ")

    def to_representation(self, value: str) -> str:
        """Show it as it is."""
        return value


class ChatMessageShape(serializers.Serializer[Any]):
    """One message of a chat."""

    role = serializers.CharField()
    content = ContentField(required=False, allow_null=True, default="")


class CompletionRequestShape(serializers.Serializer[Any]):
    """A chat to be gone on with."""

    model = serializers.CharField(required=False, allow_blank=True)
    messages = ChatMessageShape(many=True, allow_empty=False)
    stream = serializers.BooleanField(required=False, default=False)
    collections = serializers.ListField(
        child=serializers.CharField(max_length=63), required=False, default=list, max_length=200
    )
    filter = serializers.DictField(required=False, default=dict)
    fresh = serializers.BooleanField(
        required=False, default=False, help_text="Ours: make a new answer, whatever is known already."
    )
    as_of = serializers.CharField(
        max_length=MOMENT_LIMIT_CHARACTERS,
        required=False,
        allow_blank=True,
        default="",
        help_text=f"Ours: {AS_OF}",
    )


class ReplyShape(serializers.Serializer[Any]):
    """What the assistant says."""

    role = serializers.ChoiceField(choices=["assistant"])
    content = serializers.CharField()


class CompletionChoiceShape(serializers.Serializer[Any]):
    """The one choice."""

    index = serializers.IntegerField()
    message = ReplyShape()
    finish_reason = serializers.CharField()


class CompletionUsageShape(serializers.Serializer[Any]):
    """The tokens that were used."""

    prompt_tokens = serializers.IntegerField()
    completion_tokens = serializers.IntegerField()
    total_tokens = serializers.IntegerField()


class CompletionShape(serializers.Serializer[Any]):
    """An answer with its citations beside the choices."""

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["chat.completion"])
    created = serializers.IntegerField()
    model = serializers.CharField()
    choices = CompletionChoiceShape(many=True)
    usage = CompletionUsageShape()
    citations = CitationShape(many=True)
    cached = CachedShape(allow_null=True)
    curated = CuratedNoteShape(allow_null=True)
    meant_as_of = serializers.DateField(allow_null=True)


class ListedModelShape(serializers.Serializer[Any]):
    """A model that may be named."""

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["model"])
    created = serializers.IntegerField()
    owned_by = serializers.CharField()


class ModelListShape(serializers.Serializer[Any]):
    """All of them."""

    object = serializers.ChoiceField(choices=["list"])
    data = ListedModelShape(many=True)  # type: ignore[assignment]  # OpenAI's name for the list


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "maxItems": INPUTS_PER_CALL},
        ]
    }
)
class InputField(serializers.Field[list[str], Any, list[str], Any]):
    """A text or a list of texts."""

    def to_internal_value(self, data: Any) -> list[str]:
        """Return the texts."""
        texts = data if isinstance(data, list) else [data]
        is_fit = all(isinstance(text, str) and 0 < len(text) <= INPUT_LIMIT_CHARACTERS for text in texts)
        if not is_fit or not 0 < len(texts) <= INPUTS_PER_CALL:
            raise serializers.ValidationError(
                f"Expected 1 to {INPUTS_PER_CALL} texts of 1 to {INPUT_LIMIT_CHARACTERS} characters."
            )
        if sum(map(len, texts)) > CALL_LIMIT_CHARACTERS:
            raise serializers.ValidationError(
                f"Expected at most {CALL_LIMIT_CHARACTERS} characters in one call."
            )
        return texts

    def to_representation(self, value: list[str]) -> list[str]:
        """Show them as they are."""
        return value


class EmbeddingRequestShape(serializers.Serializer[Any]):
    """Texts to be embedded."""

    model = serializers.CharField(required=False, allow_blank=True)
    input = InputField()


class EmbeddingShape(serializers.Serializer[Any]):
    """The vector of one text."""

    object = serializers.ChoiceField(choices=["embedding"])
    index = serializers.IntegerField()
    embedding = serializers.ListField(child=serializers.FloatField())


class EmbeddingUsageShape(serializers.Serializer[Any]):
    """The tokens that were read."""

    prompt_tokens = serializers.IntegerField()
    total_tokens = serializers.IntegerField()


class EmbeddingsShape(serializers.Serializer[Any]):
    """The vectors in the order of the texts."""

    object = serializers.ChoiceField(choices=["list"])
    model = serializers.CharField()
    data = EmbeddingShape(many=True)  # type: ignore[assignment]  # OpenAI's name for the list
    usage = EmbeddingUsageShape()
