"""Describe bodies and answers, for parsing and for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from documents.api.life_shapes import LifeShape, ShownLifeShape
from documents.lines import LIMITS, MAX_EXTERNAL_ID_BYTES
from documents.types import Status
from project.kernel.http.shapes import BodyShape
from project.kernel.storable import fault_of

# The whole document is unpacked for each parent.
MOST_WITH_PARENT = 50
STATUSES = [status.value for status in Status]


class Metadata(serializers.DictField):
    """Take a JSON object, also as the text of one."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the object."""
        parsed = serializers.JSONField().run_validation(data) if not isinstance(data, str) else _parsed(data)
        if not isinstance(parsed, dict):
            raise serializers.ValidationError("Expected a JSON object.", code="not_an_object")
        if fault := fault_of(parsed):
            raise serializers.ValidationError(fault, code="not_storable")
        return parsed


class Names(serializers.ListField):
    """Take several names: a JSON list, a repeated form field, or names between commas."""

    child = serializers.CharField(max_length=LIMITS["readers"])

    def to_internal_value(self, data: Any) -> Any:
        """Return the names."""
        parts = data if isinstance(data, list) else [data]
        if all(isinstance(part, str) for part in parts):
            parts = [name for part in parts for name in _names(part)]
        return super().to_internal_value(parts)


def short_enough(external_id: str) -> None:
    """Refuse a name outside that takes too many bytes; raise ValidationError."""
    if len(external_id.encode()) > MAX_EXTERNAL_ID_BYTES:
        raise serializers.ValidationError(
            f"Expected at most {MAX_EXTERNAL_ID_BYTES} bytes.", code="max_length"
        )


def _parsed(text: str) -> Any:
    return serializers.JSONField(binary=True).run_validation(text)


def _names(text: str) -> list[str]:
    if text.lstrip().startswith("["):
        parsed = _parsed(text)
        return parsed if isinstance(parsed, list) else [text]
    return [name.strip() for name in text.split(",") if name.strip()]


class CollectionShape(BodyShape):
    """A collection."""

    slug = serializers.RegexField(r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", max_length=63)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    readers = Names(required=False, default=["everyone"])
    settings = Metadata(required=False, default=dict)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)


class CollectionChangesShape(BodyShape):
    """What changes of a collection."""

    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    readers = Names(required=False)
    settings = Metadata(required=False)


class UploadShape(LifeShape):
    """A file with what its sender says of it."""

    file = serializers.FileField(allow_empty_file=True)
    collection = serializers.CharField(max_length=63)
    external_id = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, default="", validators=[short_enough]
    )
    title = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    url = serializers.CharField(max_length=2048, required=False, allow_blank=True, default="")
    metadata = Metadata(required=False)
    readers = Names(required=False)


class NameShape(serializers.Serializer[Any]):
    """A document as its sender calls it."""

    collection = serializers.CharField(max_length=63)
    external_id = serializers.CharField(max_length=1000, validators=[short_enough])


class DocumentChangesShape(LifeShape):
    """What changes of a document; no readers give it those of its collection."""

    title = serializers.CharField(max_length=1000, required=False)
    url = serializers.CharField(max_length=2048, required=False, allow_blank=True)
    metadata = Metadata(required=False)
    readers = Names(required=False)
    collection = serializers.CharField(max_length=63, required=False)


class ErrorShape(serializers.Serializer[Any]):
    """Why something failed."""

    code = serializers.CharField()
    detail = serializers.CharField()


class DocumentSourceShape(serializers.Serializer[Any]):
    """The source that keeps a document in step."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()


class DocumentShape(ShownLifeShape):
    """A document and where it stands."""

    id = serializers.UUIDField()
    external_id = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    collection = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    stage = serializers.CharField(allow_blank=True)
    progress = serializers.FloatField(min_value=0, max_value=1)
    error = ErrorShape(allow_null=True)
    pages = serializers.IntegerField(allow_null=True)
    chunks = serializers.IntegerField()
    version = serializers.IntegerField()
    live_version = serializers.IntegerField(allow_null=True)
    metadata = Metadata()
    readers = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())
    properties = serializers.DictField(child=serializers.CharField())
    filename = serializers.CharField()
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    source = DocumentSourceShape(allow_null=True)  # type: ignore[assignment]  # a field, and no attribute of one
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class UploadedShape(DocumentShape):
    """A document after an upload; `unchanged` where its bytes were there already."""

    unchanged = serializers.BooleanField()


class VersionAskedShape(serializers.Serializer[Any]):
    """Which version is asked for."""

    version = serializers.IntegerField(min_value=1, max_value=2_147_483_647, required=False, default=None)


class ChunksAskedShape(VersionAskedShape):
    """Around which chunk the first page is, and of which version."""

    around = serializers.UUIDField(required=False, default=None)


class ChunkShape(serializers.Serializer[Any]):
    """A chunk: its text stands at `start:end` of the extracted text, in characters."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)
    place = serializers.CharField(
        allow_blank=True, help_text='Where people find it: "Page 3", "Slide 3", "Budget!A5:F12".'
    )
    section = serializers.ListField(child=serializers.CharField())
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    tokens = serializers.IntegerField()


class RejectedShape(serializers.Serializer[Any]):
    """A line of a bulk upload that was not taken; lines count from 1."""

    line = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()


class BulkShape(serializers.Serializer[Any]):
    """What a bulk upload took and refused."""

    accepted = serializers.IntegerField()
    rejected = RejectedShape(many=True)
    job = serializers.UUIDField(allow_null=True)


class BulkLineShape(LifeShape):
    """A line of a bulk upload; what it does not say of a document that stands stays as it is."""

    supersedes = None  # type: ignore[assignment]  # so a serializer leaves a field of its base out

    external_id = serializers.CharField(max_length=1000)
    title = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    text = serializers.CharField()
    url = serializers.CharField(max_length=2048, required=False, allow_blank=True, default="")
    metadata = Metadata(required=False)
    readers = serializers.ListField(
        child=serializers.CharField(max_length=LIMITS["readers"]), required=False, allow_empty=False
    )
    collection = serializers.CharField(max_length=63)


class ImportShape(BodyShape):
    """A website, or the part of one below a path, that is to be read into a collection."""

    url = serializers.URLField(max_length=2048)
    path_prefix = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    collection = serializers.CharField(max_length=63)


class StartedShape(serializers.Serializer[Any]):
    """A job that was asked for."""

    job = serializers.UUIDField()


class ListedShape(serializers.Serializer[Any]):
    """What a list of documents is filtered by, beside its single parameters."""

    filter = Metadata()


class SearchShape(BodyShape):
    """A search."""

    query = serializers.CharField(max_length=8000)
    k = serializers.IntegerField(min_value=1, max_value=1000, required=False, default=10)
    mode = serializers.ChoiceField(choices=["hybrid", "dense", "lexical"], required=False, default="hybrid")
    rerank = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Rank what was found: `null` as the search settings say, `true` by the best there is (`degraded`"
        " names `rerank` where it could not), `false` not at all.",
    )
    collections = serializers.ListField(
        child=serializers.CharField(max_length=63), required=False, default=list, max_length=200
    )
    filter = Metadata(required=False, default=dict)
    explain = serializers.BooleanField(required=False, default=False)
    include = serializers.ListField(
        child=serializers.ChoiceField(choices=["parent"]),
        required=False,
        default=list,
        max_length=10,
        help_text="What else each result carries: `parent`, the text around it that an answer would read, for `k` of"
        " at most 50.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Bound what the database unpacks for one request."""
        if attrs["include"] and attrs["k"] > MOST_WITH_PARENT:
            raise serializers.ValidationError(
                {"k": f"With `include` at most {MOST_WITH_PARENT} results; ask for fewer, or without."}
            )
        return attrs


class DocumentRefShape(serializers.Serializer[Any]):
    """The document of a result."""

    id = serializers.UUIDField()
    external_id = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    collection = serializers.CharField()
    version = serializers.IntegerField()


class ScoresShape(serializers.Serializer[Any]):
    """What each stage made of a result; null where it has nothing to say."""

    dense = serializers.FloatField(allow_null=True)
    lexical = serializers.FloatField(allow_null=True)
    fused = serializers.FloatField(allow_null=True)
    rerank = serializers.FloatField(allow_null=True)


class AroundShape(serializers.Serializer[Any]):
    """The text around a result, which lies at `start:end` of its document."""

    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class ResultShape(serializers.Serializer[Any]):
    """A passage that was found."""

    chunk_id = serializers.UUIDField()
    document = DocumentRefShape()
    text = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)
    place = serializers.CharField(
        allow_blank=True, help_text='Where people find it: "Page 3", "Slide 3", "Budget!A5:F12".'
    )
    section = serializers.ListField(child=serializers.CharField())
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    score = serializers.FloatField()
    scores = ScoresShape()
    also_in = DocumentRefShape(
        many=True, help_text="Other documents, of those you may see, that say the same."
    )
    repeats = serializers.UUIDField(
        allow_null=True, help_text="The result that says the same and stands for this one."
    )
    parent = AroundShape(
        required=False,
        allow_null=True,
        help_text="Where it was asked for; null where the document changed meanwhile.",
    )


class FoundShape(serializers.Serializer[Any]):
    """The results of a search, best first."""

    query_id = serializers.UUIDField()
    results = ResultShape(many=True)
    degraded = serializers.ListField(child=serializers.CharField())
    ranked_by = serializers.CharField(
        help_text="Whose order it is: a ranker's name and version, or `fusion` where none ranked."
    )
    excluded = serializers.ListField(
        child=serializers.CharField(), help_text="What no result holds: excluded by the question (`-draft`)."
    )
    timings_ms = serializers.DictField(
        child=serializers.FloatField(),
        help_text="Milliseconds by stage. One statement finds what `dense` and `lexical` find: both show its time.",
    )
    index_version = serializers.IntegerField()
    explanation = serializers.DictField(required=False)


class ProgressShape(serializers.Serializer[Any]):
    """How much is done of the whole."""

    total = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    eta_seconds = serializers.IntegerField(allow_null=True)


class JobsAskedShape(serializers.Serializer[Any]):
    """Which jobs are asked for."""

    kind = serializers.CharField(max_length=80, required=False, default="")
    steps = serializers.BooleanField(required=False, default=True)
