"""Describe sources and their runs, for parsing and for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from documents.api.shapes import ErrorShape, Metadata
from documents.types import Happened, RunState
from project.kernel.http.shapes import AskedShape, BodyShape

HAPPENED = [happened.value for happened in Happened]
RUN_STATES = [state.value for state in RunState]
SECRET_CHARACTERS = 20_000


class Secrets(serializers.DictField):
    """Take secrets by name; no answer ever holds one."""

    child = serializers.CharField(max_length=SECRET_CHARACTERS, allow_blank=True, trim_whitespace=False)


class ScheduleShape(BodyShape):
    """When a source is read."""

    every = serializers.ChoiceField(
        choices=["manual", "minutes", "hourly", "daily", "weekly"], default="manual"
    )
    minutes = serializers.IntegerField(required=False, allow_null=True, default=None)
    at = serializers.CharField(required=False, default="03:00", max_length=5)
    weekday = serializers.IntegerField(required=False, default=0, min_value=0, max_value=6)
    timezone = serializers.CharField(required=False, default="UTC", max_length=60)


class RunCountsShape(serializers.Serializer[Any]):
    """How many items were added, updated and so on."""

    def get_fields(self) -> dict[str, Any]:
        """Return one number for each thing that happens."""
        return {name: serializers.IntegerField() for name in HAPPENED}


class RunShape(serializers.Serializer[Any]):
    """One run of a source."""

    id = serializers.UUIDField()
    source = serializers.UUIDField()  # type: ignore[assignment]  # a field, and no attribute of one
    state = serializers.ChoiceField(choices=RUN_STATES)
    dry_run = serializers.BooleanField()
    scheduled = serializers.BooleanField()
    job = serializers.UUIDField(allow_null=True)
    counts = RunCountsShape()
    error = ErrorShape(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    duration_seconds = serializers.FloatField(allow_null=True)


class LogEntryShape(serializers.Serializer[Any]):
    """What happened to an item."""

    happened = serializers.ChoiceField(choices=HAPPENED)
    external_id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    document = serializers.UUIDField(allow_null=True)
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class WholeRunShape(RunShape):
    """A run with its log, which keeps the first thousand entries."""

    log = LogEntryShape(many=True)
    log_is_complete = serializers.BooleanField()


class LogAskedShape(AskedShape):
    """Which entries of a log are asked for."""

    happened = serializers.ChoiceField(choices=HAPPENED, required=False, default="")
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class SourceShape(serializers.Serializer[Any]):
    """A source; of its secrets only the names are ever shown."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    collection = serializers.CharField()
    settings = Metadata()
    secrets = serializers.ListField(child=serializers.CharField())
    schedule = ScheduleShape()
    removal_share = serializers.IntegerField()
    next_run_at = serializers.DateTimeField(allow_null=True)
    last_run = RunShape(
        allow_null=True,
        help_text="The latest run; a dry one only while it goes on, for it brings nothing here.",
    )
    asking_run = serializers.UUIDField(allow_null=True)
    documents = serializers.IntegerField()
    acts_as = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewSourceShape(BodyShape):
    """A source to add."""

    kind = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    collection = serializers.CharField(max_length=63)
    settings = Metadata(required=False, default=dict)
    secrets = Secrets(required=False, default=dict, write_only=True)
    schedule = ScheduleShape(required=False)
    removal_share = serializers.IntegerField(required=False, default=20, min_value=0, max_value=100)


class SourceChangesShape(BodyShape):
    """What changes of a source; an empty secret is forgotten."""

    name = serializers.CharField(max_length=200, required=False)
    settings = Metadata(required=False)
    secrets = Secrets(required=False, write_only=True)
    schedule = ScheduleShape(required=False)
    removal_share = serializers.IntegerField(required=False, min_value=0, max_value=100)


class SourceRemovalShape(AskedShape):
    """What becomes of a source's documents."""

    documents = serializers.ChoiceField(choices=["keep", "erase"], required=False, default="")


class SyncShape(BodyShape):
    """How a run is started."""

    dry_run = serializers.BooleanField(required=False, default=False)


class TryShape(BodyShape):
    """A source to try; with `source` its secrets are used where none are given."""

    kind = serializers.CharField(max_length=40)
    settings = Metadata(required=False, default=dict)
    secrets = Secrets(required=False, default=dict, write_only=True)
    source = serializers.UUIDField(required=False, allow_null=True, default=None)  # type: ignore[assignment]  # a field, and no attribute of one


class ItemShape(serializers.Serializer[Any]):
    """What stands at a source."""

    external_id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    size_bytes = serializers.IntegerField(allow_null=True)


class TriedShape(serializers.Serializer[Any]):
    """What was found at a source, or why it could not be read."""

    reached = serializers.BooleanField()
    error = ErrorShape(allow_null=True)
    items = ItemShape(many=True)


class SettingShape(serializers.Serializer[Any]):
    """One setting of a kind, as a form asks for it."""

    name = serializers.CharField()
    type = serializers.ChoiceField(choices=["string", "integer", "number", "boolean", "list"])
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field, and no attribute of one
    default = serializers.JSONField()
    choices = serializers.ListField(child=serializers.CharField())
    minimum = serializers.FloatField(allow_null=True)
    maximum = serializers.FloatField(allow_null=True)
    example = serializers.CharField(allow_blank=True)
    refining = serializers.BooleanField(help_text="Whether most people leave it as it is.")
    placing = serializers.BooleanField(
        help_text="Whether another value is another place, for which the secrets are entered again."
    )


class SecretShape(serializers.Serializer[Any]):
    """One secret of a kind, as a form asks for it."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    long = serializers.BooleanField()
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field, and no attribute of one


class KindShape(serializers.Serializer[Any]):
    """A kind of source."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    settings = SettingShape(many=True)
    secrets = SecretShape(many=True)


class KindsShape(serializers.Serializer[Any]):
    """All kinds."""

    results = KindShape(many=True)
