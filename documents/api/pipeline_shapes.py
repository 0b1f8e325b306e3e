"""Name the fields of pipeline files in requests and answers."""

from typing import Any

from rest_framework import serializers

from documents.api.index_shapes import STATES, ChangeShape, IndexSettingsShape
from documents.api.life_shapes import NamedPersonShape
from documents.indexing.kinds import Need
from project.kernel.http.shapes import BodyShape

LINE_KINDS = ["same", "added", "removed"]


class PipelineShape(BodyShape):
    """A pipeline file; it may also be sent alone as application/yaml."""

    content = serializers.CharField(max_length=100_000, trim_whitespace=False)


class FaultShape(serializers.Serializer[Any]):
    """What is wrong in a file, and where."""

    path = serializers.CharField(allow_blank=True)
    line = serializers.IntegerField()
    detail = serializers.CharField()


class CheckShape(serializers.Serializer[Any]):
    """Whether a file can be applied."""

    valid = serializers.BooleanField()
    errors = FaultShape(many=True)  # type: ignore[assignment]  # the contract names it so


class LineShape(serializers.Serializer[Any]):
    """A line, with its number in the present file and in the other one."""

    kind = serializers.ChoiceField(choices=LINE_KINDS)
    old = serializers.IntegerField(allow_null=True)
    new = serializers.IntegerField(allow_null=True)
    text = serializers.CharField(allow_blank=True)


class DifferenceShape(serializers.Serializer[Any]):
    """What a file changes, and what has to be done anew for it."""

    needs = serializers.ChoiceField(choices=[need.value for need in Need])
    changes = ChangeShape(many=True)
    # Both files line by line, the present one first.
    lines = LineShape(many=True)
    # Complete, as an estimate or a build takes them.
    settings = IndexSettingsShape()
    # The ETag of the present file that it was compared with, for If-Match.
    base = serializers.CharField()


class AppliedShape(serializers.Serializer[Any]):
    """What came of a file; the index version is promoted like any other."""

    number = serializers.IntegerField()
    needs = serializers.ChoiceField(choices=[need.value for need in Need])
    index = serializers.IntegerField(allow_null=True)


class PipelineFileShape(serializers.Serializer[Any]):
    """A file that was applied."""

    number = serializers.IntegerField()
    content = serializers.CharField()
    index = serializers.IntegerField(allow_null=True)
    # What became of the index version; null where nothing was to be built.
    state = serializers.ChoiceField(choices=STATES, allow_null=True)
    applied_by = serializers.UUIDField()
    author = NamedPersonShape()
    applied_at = serializers.DateTimeField()
