"""Export, check, compare and apply the pipeline of a collection as a file."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import pipelines
from documents.api.pipeline_shapes import (
    AppliedShape,
    CheckShape,
    DifferenceShape,
    PipelineFileShape,
    PipelineShape,
)
from documents.indexing.pipeline_schema import pipeline_schema
from documents.showing_indexes import show_files
from project.kernel.errors import Invalid
from project.kernel.http.pages import page_together
from tenants.api.base import PAGED, Requires, TenantView
from tenants.types import Role, Scope

# Proxies that compress call any tag a weak one.
BASE = re.compile(r'(?:W/)?"(\d+-[0-9a-f]{16})"')
ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    description="How the pipeline stands, for `If-Match`.",
    response=[200],
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of the pipeline that was changed: 412 where somebody changed it since.",
)
ADMIN = Requires(Scope.ADMIN, Role.ADMIN)
# Who keeps a collection's documents may look how they are read, and what another file would change.
LOOK = Requires(Scope.DOCUMENTS_READ, Role.CURATOR, or_scope=Scope.ADMIN)


class YamlParser(BaseParser):
    """Take a file as it is."""

    media_type = "application/yaml"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, str]:
        """Return the text; what is no UTF-8 is shown as such to the check."""
        return {"content": stream.read().decode("utf-8", "replace")}


class YamlRenderer(JSONRenderer):
    """Let a client ask for YAML alone; what is said beside the file is JSON, which is YAML too."""

    media_type = "application/yaml"
    format = "yaml"


class _PipelineView(TenantView):
    parser_classes = (YamlParser, JSONParser)

    def content(self) -> str:
        """Return the file that was sent."""
        body = PipelineShape(data=self.request.data)
        body.is_valid(raise_exception=True)
        return str(body.validated_data["content"])


class PipelineView(_PipelineView):
    """The pipeline of a collection."""

    requires = {"get": LOOK, "put": ADMIN}
    renderer_classes = (JSONRenderer, YamlRenderer)

    @extend_schema(
        operation_id="pipeline_read",
        responses={(200, "application/yaml"): OpenApiTypes.OBJECT},
        parameters=[ETAG],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the pipeline as YAML; its `ETag` names how it stands."""
        present = pipelines.export(actor=self.actor, slug=slug)
        headers = {"ETag": _tag(present.base)}
        return HttpResponse(present.content, content_type="application/yaml", headers=headers)

    @extend_schema(
        operation_id="pipeline_apply", request=PipelineShape, responses=AppliedShape, parameters=[IF_MATCH]
    )
    def put(self, request: Request, slug: str) -> Response:
        """Apply a file: where something is to be built, a candidate for this collection is begun."""
        content, base = self.content(), _base(request)
        return Response(_show(pipelines.apply(actor=self.actor, slug=slug, content=content, base=base)))


class PipelineCheckView(_PipelineView):
    """The check of a file."""

    requires = {"post": LOOK}

    @extend_schema(operation_id="pipeline_check", request=PipelineShape, responses=CheckShape)
    def post(self, request: Request, slug: str) -> Response:
        """Say what is wrong in a file, by path and line."""
        faults = pipelines.check(actor=self.actor, slug=slug, content=self.content())
        return Response({"valid": not faults, "errors": [asdict(fault) for fault in faults]})


class PipelineDiffView(_PipelineView):
    """The comparison of a file with what is."""

    requires = {"post": LOOK}

    @extend_schema(operation_id="pipeline_diff", request=PipelineShape, responses=DifferenceShape)
    def post(self, request: Request, slug: str) -> Response:
        """Say what a file would change, and what has to be done anew for it."""
        found = pipelines.compare(actor=self.actor, slug=slug, content=self.content())
        return Response({**asdict(found), "base": _tag(found.base)})


class PipelineHistoryView(TenantView):
    """The files that were applied."""

    requires = {"get": LOOK}
    takes = {"get": PAGED}

    @extend_schema(operation_id="pipeline_history", responses=PipelineFileShape(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """List the files that were applied, newest first."""
        rows = pipelines.history(actor=self.actor, slug=slug)
        return page_together(request, rows, lambda files: show_files(files, actor=self.actor))


class PipelineRevertView(TenantView):
    """A former file."""

    requires = {"post": ADMIN}

    @extend_schema(
        operation_id="pipeline_revert", request=None, responses=AppliedShape, parameters=[IF_MATCH]
    )
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Apply a former file again."""
        base = _base(request)
        return Response(_show(pipelines.revert(actor=self.actor, slug=slug, number=number, base=base)))


def _tag(base: str) -> str:
    return f'"{base}"'


def _base(request: Request) -> str:
    """Return what `If-Match` names; nothing where any state will do. Raise Invalid for what no `ETag` of ours is."""
    said = request.headers.get("If-Match", "*").strip()
    if said == "*":
        return ""
    if not (named := BASE.fullmatch(said)):
        raise Invalid("Expected of If-Match the ETag of this pipeline, in its quotes, or *.")
    return named[1]


def _show(applied: pipelines.Applied) -> dict[str, Any]:
    return {"number": applied.number, "needs": applied.needs, "index": applied.index_id}


def schema(request: HttpRequest) -> JsonResponse:
    """Return the JSON Schema of a pipeline file, to anyone: editors ask for it."""
    return JsonResponse(pipeline_schema(), content_type="application/schema+json")
