"""Say what an index version would take, before it is built."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.api.index_shapes import IndexRequestShape, IndexSettingsShape
from documents.embedding.registry import entries
from documents.embedding.sizing import links_of, size_index
from documents.indexing.estimate import estimate, tenants_numbers
from documents.indexing.kinds import Need
from documents.indexing.settings import PRECISIONS
from project.kernel.http.pages import Whole, whole
from project.kernel.http.shapes import BodyShape
from tenants.api.base import Requires, TenantView
from tenants.types import Role, Scope

ADMIN = Requires(Scope.ADMIN, Role.ADMIN)


class SizingRequestShape(BodyShape):
    """What is to be computed; what is left out is as it is in this tenant."""

    vectors = serializers.IntegerField(min_value=0, max_value=10_000_000_000, required=False)
    dimensions = serializers.IntegerField(min_value=1, max_value=16_000, required=False)
    precision = serializers.ChoiceField(choices=PRECISIONS, required=False)
    copies = serializers.IntegerField(min_value=1, max_value=100, required=False)
    m = serializers.IntegerField(min_value=2, max_value=100, required=False)


class SizingShape(serializers.Serializer[Any]):
    """What an index version takes; `copies` are PostgreSQL servers that hold it."""

    vector_bytes = serializers.IntegerField()
    table_bytes = serializers.IntegerField()
    keys_bytes = serializers.IntegerField()
    graph_bytes = serializers.IntegerField()
    disk_bytes = serializers.IntegerField()
    all_copies_disk_bytes = serializers.IntegerField()
    memory_bytes = serializers.IntegerField()
    all_copies_memory_bytes = serializers.IntegerField()
    build_memory_bytes = serializers.IntegerField()
    build_seconds = serializers.FloatField()


class SizedShape(SizingRequestShape):
    """What was computed, and from what."""

    sizing = SizingShape()


class PaceShape(serializers.Serializer[Any]):
    """How fast this tenant's own builds were; assumed where there was none."""

    tokens_per_second = serializers.FloatField()
    files_per_second = serializers.FloatField()
    is_measured = serializers.BooleanField()


class EstimateShape(serializers.Serializer[Any]):
    """What a build needs to do anew, how much of it, and how long it takes."""

    needs = serializers.ChoiceField(choices=[need.value for need in Need])
    settings = IndexSettingsShape()
    documents = serializers.IntegerField()
    chunks = serializers.IntegerField()
    tokens = serializers.IntegerField()
    bytes = serializers.IntegerField()
    minutes = serializers.FloatField()
    pace = PaceShape()
    sizing = SizingShape()


class EmbedderShape(serializers.Serializer[Any]):
    """An embedding model that index versions may use."""

    id = serializers.CharField()
    revision = serializers.CharField()
    dimensions = serializers.ListField(child=serializers.IntegerField())
    max_tokens = serializers.IntegerField()
    licence = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())


class SizingView(TenantView):
    """The calculator of sizes."""

    requires = {"get": ADMIN, "post": ADMIN}

    @extend_schema(operation_id="indexes_sizing_of_tenant", responses=SizedShape)
    def get(self, request: Request) -> Response:
        """Return what the tenant's live index version takes by the formulas."""
        return Response(_sized({}))

    @extend_schema(operation_id="indexes_sizing", request=SizingRequestShape, responses=SizedShape)
    def post(self, request: Request) -> Response:
        """Return what so many vectors would take."""
        body = SizingRequestShape(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(_sized(body.validated_data))


class EstimateView(TenantView):
    """What a build would need."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="indexes_estimate", request=IndexRequestShape, responses=EstimateShape)
    def post(self, request: Request) -> Response:
        """Return what a candidate of these settings would need; nothing is built."""
        body = IndexRequestShape(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(estimate(actor=self.actor, **body.validated_data))


class EmbeddersView(TenantView):
    """The embedding models that are known."""

    pagination_class = Whole
    requires = {"get": ADMIN}

    @extend_schema(operation_id="embedders_list", responses=EmbedderShape(many=True))
    def get(self, request: Request) -> Response:
        """List the models, with the dimensions to which their vectors may be cut."""
        fields = ("id", "revision", "max_tokens", "licence")
        known = [
            {
                **{name: getattr(entry, name) for name in fields},
                "dimensions": list(entry.all_dimensions),
                "languages": list(entry.languages),
            }
            for _, entry in sorted(entries().items())
        ]
        return whole(known)


def _sized(wanted: dict[str, Any]) -> dict[str, Any]:
    asked = {"copies": 1, **tenants_numbers(), **wanted}
    asked.setdefault("m", links_of(asked["vectors"]).m)
    return {**asked, "sizing": asdict(size_index(**asked))}
