"""Show the tenant's ranker, have one trained, and go back to the shipped one."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import rankers
from documents.api.search_settings import ADMIN
from tenants.api.base import TenantView


class RankerShape(serializers.Serializer[Any]):
    """The light ranker in force."""

    name = serializers.CharField(help_text="What `ranked_by` says of its results.")
    is_own = serializers.BooleanField(help_text="Whether it was trained on this tenant's own judgements.")
    record = serializers.DictField(help_text="Its weights, and how they came to be.")
    trial = serializers.DictField(allow_null=True, help_text="What training came to the last time, and when.")


class TrainingAskedShape(serializers.Serializer[Any]):
    """The job that trains."""

    job = serializers.UUIDField()


class RankerView(TenantView):
    """The ranker of the tenant's searches."""

    requires = {"get": ADMIN, "delete": ADMIN}

    @extend_schema(operation_id="ranker_read", responses=RankerShape)
    def get(self, request: Request) -> Response:
        """Return which is in force, and what the last training came to."""
        return Response(RankerShape(rankers.read(actor=self.actor)).data)

    @extend_schema(operation_id="ranker_withdraw", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Go back to the ranker that is shipped."""
        rankers.go_back(actor=self.actor)
        return Response(status=204)


class TrainingView(TenantView):
    """The training of a ranker of the tenant's own."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="ranker_train", request=None, responses={202: TrainingAskedShape})
    def post(self, request: Request) -> Response:
        """Train on what people thought of answers; it is kept only where it beats the shipped one."""
        return Response({"job": rankers.start_training(actor=self.actor)}, status=202)
