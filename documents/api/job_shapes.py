"""Describe jobs of the ledger."""

from typing import Any

from rest_framework import serializers

from documents.api.shapes import ErrorShape, ProgressShape
from project.kernel.models import JobState

JOB_STATES = [state.value for state in JobState]


class JobStageShape(serializers.Serializer[Any]):
    """One stage of a job, over all of its turns and attempts."""

    # `waiting` in its queue, `working`, or what the work was, as in `splitting` and `embedding`.
    name = serializers.CharField()
    is_current = serializers.BooleanField()
    seconds = serializers.FloatField()


class JobShape(serializers.Serializer[Any]):
    """A job of the ledger."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    queue = serializers.CharField()
    # What it is about, in words; empty where it is about several things, or one that the caller may not see.
    subject = serializers.CharField(allow_blank=True)
    # Whether the caller may stop it now.
    cancellable = serializers.BooleanField()
    state = serializers.ChoiceField(choices=JOB_STATES)
    attempts = serializers.IntegerField()
    progress = ProgressShape()
    # In the order in which they were entered first.
    stages = JobStageShape(many=True)
    error = ErrorShape(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
