"""Describe the answers that explain what waits and what failed."""

from typing import Any

from rest_framework import serializers

from documents.api.job_shapes import JobShape
from documents.stages import STAGES
from documents.types import Status
from project.kernel.http.shapes import BodyShape
from project.kernel.jobs.standing import Reason

STAGE_STATES = ["done", "current", "to_come"]


class WaitingShape(serializers.Serializer[Any]):
    """Why an open job is not done yet."""

    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    detail = serializers.CharField()
    # How many of the tenant's own jobs in this queue go before it; null for who is below a curator.
    ahead = serializers.IntegerField(allow_null=True)
    # Empty until one has it.
    worker = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField(allow_null=True)
    stalled_since = serializers.DateTimeField(allow_null=True)
    # Until it is at work, at the pace of the last jobs.
    wait_seconds = serializers.IntegerField(allow_null=True)


class ExplainedJobShape(JobShape):
    """A job with what it waits for."""

    # Who has it, or had it last.
    worker = serializers.CharField(allow_blank=True)
    waiting = WaitingShape(allow_null=True)


class AheadShape(serializers.Serializer[Any]):
    """What is embedded before a document."""

    documents = serializers.IntegerField()
    chunks = serializers.IntegerField()


class StageShape(serializers.Serializer[Any]):
    """One stage of a document's way."""

    name = serializers.ChoiceField(choices=[stage.value for stage in STAGES])
    state = serializers.ChoiceField(choices=STAGE_STATES)
    # Spent so far; null for a stage to come, or one that was passed over.
    seconds = serializers.FloatField(allow_null=True)
    # The median of the documents that became ready lately.
    usual_seconds = serializers.FloatField(allow_null=True)


class DocumentProgressShape(serializers.Serializer[Any]):
    """Where a document stands and what it waits for."""

    status = serializers.ChoiceField(choices=[status.value for status in Status])
    stage = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    queue = serializers.CharField(allow_null=True)
    job = serializers.UUIDField(allow_null=True)
    attempts = serializers.IntegerField()
    waiting = WaitingShape(allow_null=True)
    # For curators and above, while it waits to be embedded.
    ahead = AheadShape(allow_null=True)
    stages = StageShape(many=True)
    eta_seconds = serializers.IntegerField(allow_null=True)


class QueueShape(serializers.Serializer[Any]):
    """One queue, as a tenant sees it."""

    queue = serializers.CharField()
    # The tenant's own jobs: due, at work, and put off for later.
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    put_off = serializers.IntegerField()
    oldest_waiting_since = serializers.DateTimeField(allow_null=True)
    # When the oldest of those at work was begun.
    begun_at = serializers.DateTimeField(allow_null=True)
    workers = serializers.ListField(child=serializers.CharField())
    # When its workers last brought a job to an end, whoever's it was.
    moved_at = serializers.DateTimeField(allow_null=True)
    stalled_since = serializers.DateTimeField(allow_null=True)


class FailuresAskedShape(serializers.Serializer[Any]):
    """Which failures are asked for."""

    collection = serializers.CharField(default="", allow_blank=True)


class FailureReasonShape(serializers.Serializer[Any]):
    """Documents that failed for one reason."""

    reason = serializers.CharField()
    documents = serializers.IntegerField()
    # What one of them says.
    detail = serializers.CharField()


class RetryAllShape(BodyShape):
    """Which documents are tried again: all where nothing is said."""

    reason = serializers.CharField(default="", allow_blank=True, max_length=60)
    collection = serializers.CharField(default="", allow_blank=True, max_length=63)


class RetriedShape(serializers.Serializer[Any]):
    """How many documents wait again, and how many such are left for another call."""

    retried = serializers.IntegerField()
    left = serializers.IntegerField()
