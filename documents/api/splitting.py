"""Try how documents would be cut."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.api.collections import WRITE
from documents.api.parsing import SampleParser
from documents.api.splitting_shapes import PreviewRequestShape, PreviewShape
from documents.indexing.previewing import Sample, preview, show_preview
from project.kernel.http.bodies import BoundedJSONParser
from tenants.api.base import TenantView


class PreviewChunksView(TenantView):
    """The chunks that a setting would give."""

    requires = {"post": WRITE}
    parser_classes = (BoundedJSONParser, SampleParser)

    @extend_schema(
        operation_id="collections_preview_chunks", request=PreviewRequestShape, responses=PreviewShape
    )
    def post(self, request: Request, slug: str) -> Response:
        """Cut a document of the collection, a file or a text as told, and show the first chunks; nothing is stored."""
        body = PreviewRequestShape(data=_plain(request.data))
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        found = preview(actor=self.actor, slug=slug, sample=_sample(asked), splitter=asked["settings"])
        return Response(show_preview(found))


def _plain(given: Any) -> Any:
    # Of a form a serializer reads an object from many fields, where we take it as JSON in one.
    return {name: given[name] for name in given} if isinstance(given, dict) else given


def _sample(asked: dict[str, Any]) -> Sample:
    file = asked["file"]
    return Sample(
        document_id=asked["document"],
        file=(file.read(), file.name) if file else None,
        text=asked["text"],
        title=asked["title"],
    )
