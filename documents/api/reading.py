"""Read what stands behind a document: its file, its chunks."""

from contextlib import AbstractContextManager, nullcontext
from urllib.parse import quote
from uuid import UUID

from django.db import transaction
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.access import access_version, place_of_chunk, visible_chunks
from documents.api.collections import READ
from documents.api.shapes import ChunksAskedShape, ChunkShape, VersionAskedShape
from documents.indexing.originals import original_of
from documents.showing import show_chunk
from project.kernel.errors import NotFound
from project.kernel.http.pages import page
from tenants.api.base import PAGED, TenantView, named

# What a browser may show by itself; everything else is handed over as plain bytes.
SHOWN_TYPES = frozenset({"application/pdf", "text/plain", "image/png", "image/jpeg"})
VERSION = OpenApiParameter("version", int, description="Its number; the one that answers by default.")

AROUND = OpenApiParameter("around", UUID, description="A chunk that the first page has in its middle.")


class FileView(TenantView):
    """The stored file."""

    requires = {"get": READ}
    takes = {"get": named([VERSION])}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: the storage may be across a network."""
        return nullcontext()

    @extend_schema(
        operation_id="documents_file", parameters=[VERSION], responses={(200, "*/*"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, document_id: UUID) -> FileResponse:
        """Download the file as it was uploaded."""
        asked = VersionAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        number = asked.validated_data["version"]
        with transaction.atomic():
            version = access_version(actor=self.actor, document_id=document_id, number=number)
            original = original_of(version)
        if not original.is_there():
            raise NotFound("The file is gone.")
        response = FileResponse(original.open())
        for name, value in _safe_headers(version.filename, version.content_type).items():
            response.headers[name] = value
        return response


class ChunksView(TenantView):
    """The chunks by which a document answers."""

    requires = {"get": READ}
    takes = {"get": PAGED | named([AROUND, VERSION])}

    @extend_schema(
        operation_id="documents_chunks", parameters=[AROUND, VERSION], responses=ChunkShape(many=True)
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        """List a document's chunks in reading order, from the first or from around a given one.

        Those of a version that was replaced are there for as long as it is kept to be searched as of its time.
        """
        asked = ChunksAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        number = asked.validated_data["version"]
        rows = visible_chunks(actor=self.actor, document_id=document_id, number=number)
        middle = place_of_chunk(rows, chunk_id=asked.validated_data["around"])
        return page(request, rows, show_chunk, ordering=("ordinal",), middle=middle)


def _safe_headers(filename: str, content_type: str) -> dict[str, str]:
    kind = content_type.partition(";")[0].strip().lower()
    return {
        "Content-Type": kind if kind in SHOWN_TYPES else "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
