"""Name the fields of index versions in requests and answers."""

from typing import Any

from rest_framework import serializers

from documents.api.shapes import ErrorShape, Metadata, ProgressShape
from documents.indexing.kinds import Need
from documents.ingest.types import Ocr
from documents.types import IndexState
from project.kernel.http.shapes import BodyShape

STATES = [state.value for state in IndexState]


class IndexRequestShape(BodyShape):
    """The settings of a new index version; what is left out is as by default."""

    settings = Metadata(
        required=False,
        default=dict,
        help_text="`embedder`, `revision`, `dimensions`, `precision`, `splitter` with `max_tokens` and "
        "`overlap_tokens`, and `converter` with `ocr`, `ocr_languages`, `keep_headers_footers` and "
        "`main_content_only`.",
    )
    collections = serializers.ListField(
        child=serializers.CharField(max_length=63),
        required=False,
        allow_null=True,
        default=None,
        help_text="The collections it is built for; without, all that have no version of their own.",
    )


class SplitterShape(serializers.Serializer[Any]):
    """How documents are cut into chunks."""

    max_tokens = serializers.IntegerField()
    overlap_tokens = serializers.IntegerField()
    # How much around a chunk is its context; 0 for none.
    parent_tokens = serializers.IntegerField(required=False)
    # Whether a table, or code, stays whole up to max_tokens.
    keep_tables = serializers.BooleanField(required=False)
    keep_code = serializers.BooleanField(required=False)


class ConverterShape(serializers.Serializer[Any]):
    """How files are read and cleaned."""

    ocr = serializers.ChoiceField(choices=list(Ocr))
    ocr_languages = serializers.ListField(child=serializers.CharField())
    keep_headers_footers = serializers.BooleanField()
    main_content_only = serializers.BooleanField()


class IndexSettingsShape(serializers.Serializer[Any]):
    """What an index version is made with."""

    embedder = serializers.CharField()
    revision = serializers.CharField()
    dimensions = serializers.IntegerField()
    precision = serializers.CharField()
    splitter = SplitterShape()
    converter = ConverterShape()


class ChangeShape(serializers.Serializer[Any]):
    """A value of a pipeline that is another than before; null where one of both has none."""

    path = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class IndexShape(serializers.Serializer[Any]):
    """An index version."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    # What it was built for; null for the tenant.
    collections = serializers.ListField(child=serializers.CharField(), allow_null=True)
    # For what it answers; null for each collection without a version of its own.
    answers_for = serializers.ListField(child=serializers.CharField(), allow_null=True)
    # Of those, which a job brings back to the tenant's.
    leaving = serializers.ListField(child=serializers.CharField())
    settings = IndexSettingsShape()
    # The dearest step by which it was made; null for the first one, made with the first document.
    needs = serializers.ChoiceField(choices=[need.value for need in Need], allow_null=True)
    # What is other than in what answered when it was asked for.
    changes = ChangeShape(many=True)
    progress = ProgressShape()
    cost = serializers.DictField()
    error = ErrorShape(allow_null=True)
    job = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    promoted_at = serializers.DateTimeField(allow_null=True)
    retired_at = serializers.DateTimeField(allow_null=True)
    # When it is given up, and cannot be gone back to any more.
    reclaimed_at = serializers.DateTimeField(allow_null=True)
