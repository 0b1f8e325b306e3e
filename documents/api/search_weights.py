"""Show how a search weighs meaning and words, have the test sets teach it, and go back to what is by default."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import weighing
from documents.api.rankers import TrainingAskedShape
from documents.api.search_settings import ADMIN
from tenants.api.base import TenantView, named

COLLECTION = OpenApiParameter(
    "collection", description="The collection that goes back; without it, what holds for all others."
)


class WeightsTrialShape(serializers.Serializer[Any]):
    """What learning came to the last time."""

    origin = serializers.ChoiceField(
        choices=[weighing.FILE, weighing.TEST_SETS], help_text="Whose questions taught."
    )
    questions = serializers.IntegerField(
        help_text="How many questions found what was expected of them; where there are too few, how many there are."
    )
    before = serializers.FloatField(
        allow_null=True,
        help_text="Their mean reciprocal rank as weighed by default; null where there are too few.",
    )
    after = serializers.FloatField(
        allow_null=True, help_text="The same of questions that were left out of the learning."
    )
    is_kept = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True, help_text="A sentence that says why it is kept, or not.")
    at = serializers.DateTimeField()


class LearnedWeightsShape(serializers.Serializer[Any]):
    """How the legs of one collection are weighed, or of all that have no weights of their own."""

    collection = serializers.CharField(allow_null=True, help_text="null: of all collections.")
    weights = serializers.DictField(
        child=serializers.FloatField(),
        help_text="By how much each piece of evidence moves the balance; above 0 towards meaning.",
    )
    is_learned = serializers.BooleanField(help_text="false: weighed by default.")
    trial = WeightsTrialShape(allow_null=True)


class SearchWeightsShape(serializers.Serializer[Any]):
    """How the legs are weighed everywhere."""

    results = LearnedWeightsShape(many=True)


class SearchWeightsView(TenantView):
    """The weights of the tenant's searches."""

    requires = {"get": ADMIN, "delete": ADMIN}
    takes = {"delete": named([COLLECTION])}

    @extend_schema(operation_id="search_weights_read", responses=SearchWeightsShape)
    def get(self, request: Request) -> Response:
        """Return how the legs are weighed, for all collections and for each that learned on its own."""
        return Response(SearchWeightsShape({"results": weighing.read(actor=self.actor)}).data)

    @extend_schema(
        operation_id="search_weights_forget",
        parameters=[COLLECTION],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        """Weigh the legs of a collection, or of all that learned nothing on their own, as by default."""
        weighing.forget(actor=self.actor, collection=request.query_params.get("collection") or None)
        return Response(status=204)


class WeightsLearningView(TenantView):
    """The learning of weights."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="search_weights_learn", request=None, responses={202: TrainingAskedShape})
    def post(self, request: Request) -> Response:
        """Learn from the test sets; what is learned is kept only where it helps questions left out of the learning."""
        return Response({"job": weighing.start_learning(actor=self.actor)}, status=202)
