"""Describe what administrators see of how things stand."""

from typing import Any

from rest_framework import serializers

from project.kernel.http.shapes import BodyShape

CANARY_STATES = ["kept", "waiting", "lost", "leaked"]


class AlarmShape(serializers.Serializer[Any]):
    """Something that does not hold what it promises."""

    kind = serializers.ChoiceField(choices=["canaries", "recall", "checks"])
    since = serializers.DateTimeField()
    says = serializers.CharField()


class CheckedIndexShape(serializers.Serializer[Any]):
    """Which share of the nearest passages an index version finds."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    embedder = serializers.CharField()
    is_exact = serializers.BooleanField(help_text="It has no graph: every passage is compared.")
    recall = serializers.FloatField(allow_null=True, help_text="Asked with passages of its own.")
    recall_of_questions = serializers.FloatField(
        allow_null=True, help_text="Asked with what people asked last; null where that is too little."
    )
    checked_at = serializers.DateTimeField(allow_null=True)
    is_low = serializers.BooleanField()


class RecallShape(serializers.Serializer[Any]):
    """What the graphs find of what exact search finds."""

    least = serializers.FloatField()
    least_of_questions = serializers.FloatField()
    questions = serializers.IntegerField(help_text="How many questions of people make a figure.")
    checked_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField(help_text="It should have been checked by now, and was not.")
    indexes = CheckedIndexShape(many=True)


class CanaryShape(serializers.Serializer[Any]):
    """How the canary of a group stands."""

    group = serializers.UUIDField(allow_null=True, help_text="Null: the one that no group may read.")
    name = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=CANARY_STATES)
    where = serializers.ListField(child=serializers.CharField())


class CanariesShape(serializers.Serializer[Any]):
    """How the canaries of all groups stand."""

    enabled = serializers.BooleanField()
    checked_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField(help_text="They should have been looked for by now, and were not.")
    state = serializers.ChoiceField(choices=CANARY_STATES, allow_null=True)
    groups = CanaryShape(many=True)


class RecountShape(serializers.Serializer[Any]):
    """Whether what searches by words count with was as a recount says."""

    checked_at = serializers.DateTimeField(allow_null=True)
    mended = serializers.IntegerField(
        help_text="How much differed when it was last compared, and was mended."
    )


class WatchedQueueShape(serializers.Serializer[Any]):
    """What waits in a queue, and whether it moves."""

    queue = serializers.CharField()
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    put_off = serializers.IntegerField()
    oldest_waiting_since = serializers.DateTimeField(allow_null=True)
    stalled_since = serializers.DateTimeField(allow_null=True)


class WatchedEmbedderShape(serializers.Serializer[Any]):
    """Whether a model that embeds questions does."""

    name = serializers.CharField()
    is_up = serializers.BooleanField()
    detail = serializers.CharField(allow_blank=True)


class ModelServerShape(serializers.Serializer[Any]):
    """Whether a server of the language model answers."""

    model = serializers.CharField()
    server = serializers.IntegerField()
    is_up = serializers.BooleanField()


class HealthShape(serializers.Serializer[Any]):
    """How all stands that is watched."""

    alarms = AlarmShape(many=True)
    recall = RecallShape()
    canaries = CanariesShape()
    recount = RecountShape()
    queues = WatchedQueueShape(many=True)
    embedders = WatchedEmbedderShape(many=True)
    model_servers = ModelServerShape(many=True)


class CanarySwitchShape(BodyShape):
    """Whether canaries are planted and searched for."""

    enabled = serializers.BooleanField()
