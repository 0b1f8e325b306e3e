"""Upload, list, read, change and erase documents."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.access import access_document, visible_documents
from documents.actions import bulk, editing, erasing, library, versions
from documents.api.collections import READ, WRITE
from documents.api.life_shapes import with_life
from documents.api.parsing import LinesParser, UploadParser
from documents.api.shapes import (
    BulkLineShape,
    BulkShape,
    DocumentChangesShape,
    DocumentShape,
    ListedShape,
    NameShape,
    UploadedShape,
    UploadShape,
)
from documents.showing import Readers, describe_document, show_document
from project.kernel.http.bodies import BoundedJSONParser
from project.kernel.http.pages import page
from tenants.api.base import PAGED, TenantView, named

METADATA = "metadata."
FILTERS = [
    OpenApiParameter("collection", description="The slug of a collection."),
    OpenApiParameter("status", description="Where the documents stand."),
    OpenApiParameter(
        "reason", description="Why they failed or were set aside, as `/documents/failures` names it."
    ),
    OpenApiParameter("review", enum=["overdue", "planned", "none"], description="When it is to be reviewed."),
    OpenApiParameter("expiry", enum=["expired", "planned", "none"], description="When it stops answering."),
    OpenApiParameter("owner", description="`me`, `none`, `left`, or a member by address or id."),
    OpenApiParameter("q", description="Words of the title or the external_id."),
    OpenApiParameter("filter", description="A filter as `/search` takes it, as the text of a JSON object."),
    OpenApiParameter(
        "metadata.KEY",
        description="What the metadata say under a key, which stands for KEY: `metadata.team=it`.",
    ),
]
KEY = OpenApiParameter("Idempotency-Key", location=OpenApiParameter.HEADER, description="Makes a retry safe.")


class DocumentsView(TenantView):
    """All documents."""

    requires = {"get": READ, "post": WRITE, "delete": WRITE}
    takes = {"get": PAGED | named(FILTERS) | {METADATA}, "delete": frozenset(NameShape().fields)}
    parser_classes = (UploadParser,)

    @extend_schema(operation_id="documents_list", parameters=FILTERS, responses=DocumentShape(many=True))
    def get(self, request: Request) -> Response:
        """List the documents that the caller may see, newest first."""
        asked = request.query_params
        body = ListedShape(data={"filter": asked.get("filter", "{}")})
        body.is_valid(raise_exception=True)
        rows = visible_documents(
            actor=self.actor,
            filter=body.validated_data["filter"],
            collection=asked.get("collection", ""),
            status=asked.get("status", ""),
            words=asked.get("q", ""),
            metadata=_metadata(asked),
            **{name: asked.get(name, "") for name in ("reason", "review", "expiry", "owner")},
        )
        readers = Readers(self.actor)
        return page(request, rows, lambda row: show_document(row, readers))

    @extend_schema(
        operation_id="documents_upload",
        parameters=[KEY],
        request={"multipart/form-data": UploadShape},
        responses={202: UploadedShape, 200: UploadedShape},
    )
    def post(self, request: Request) -> Response:
        """Upload a file as a new document, or as a new version of the one with its `external_id`."""
        body = UploadShape(data=_form(request))
        body.is_valid(raise_exception=True)
        file = body.validated_data["file"]
        upload = library.Upload(
            filename=file.name,
            content_type=file.content_type or "",
            idempotency_key=request.headers.get("Idempotency-Key", ""),
            **with_life(body.validated_data),
        )
        done = library.upload(actor=self.actor, upload=upload)
        shown = describe_document(actor=self.actor, document_id=done.document_id)
        return Response({**shown, "unchanged": done.unchanged}, status=200 if done.unchanged else 202)

    @extend_schema(operation_id="documents_erase_named", parameters=[NameShape], responses={204: None})
    def delete(self, request: Request) -> Response:
        """Erase the document with this `external_id`; where there is none, the answer is the same."""
        asked = NameShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        erasing.erase_named(actor=self.actor, **asked.validated_data)
        return Response(status=204)


class BulkView(TenantView):
    """Many documents at once."""

    requires = {"post": WRITE}
    parser_classes = (LinesParser,)

    @extend_schema(
        operation_id="documents_load",
        request={"application/x-ndjson": BulkLineShape},
        responses={202: BulkShape},
    )
    def post(self, request: Request) -> Response:
        """Load documents, one JSON object a line; a bad line is refused alone."""
        lines: Any = request.data
        receipt = bulk.load(actor=self.actor, lines=lines)
        rejected = [{"line": r.line, "code": r.code, "detail": r.detail} for r in receipt.rejected]
        return Response(
            {"accepted": receipt.accepted, "rejected": rejected, "job": receipt.job_id}, status=202
        )


class DocumentView(TenantView):
    """One document."""

    requires = {"get": READ, "patch": WRITE, "delete": WRITE}
    parser_classes = (BoundedJSONParser,)

    @extend_schema(operation_id="documents_read", responses=DocumentShape)
    def get(self, request: Request, document_id: UUID) -> Response:
        """Return a document and where it stands."""
        document = access_document(actor=self.actor, document_id=document_id)
        return Response(show_document(document, Readers(self.actor)))

    @extend_schema(operation_id="documents_change", request=DocumentChangesShape, responses=DocumentShape)
    def patch(self, request: Request, document_id: UUID) -> Response:
        """Change a document; new readers hold from the next query on."""
        body = DocumentChangesShape(data=request.data)
        body.is_valid(raise_exception=True)
        changes = editing.DocumentChanges(**with_life(body.validated_data))
        editing.change(actor=self.actor, document_id=document_id, changes=changes)
        return Response(describe_document(actor=self.actor, document_id=document_id))

    @extend_schema(operation_id="documents_erase", responses={204: None})
    def delete(self, request: Request, document_id: UUID) -> Response:
        """Erase a document: nothing reaches it any more once this has answered."""
        erasing.erase(actor=self.actor, document_id=document_id)
        return Response(status=204)


class RetryView(TenantView):
    """Another attempt at a document that failed."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="documents_retry", request=None, responses={202: DocumentShape})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Try again a document that failed or was set aside."""
        versions.retry(actor=self.actor, document_id=document_id)
        return Response(describe_document(actor=self.actor, document_id=document_id), status=202)


def _metadata(asked: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(METADATA): value
        for name, value in asked.items()
        if name.startswith(METADATA) and name != METADATA
    }


def _form(request: Request) -> dict[str, object]:
    form: Any = request.data
    many = {"readers": form.getlist("readers")} if "readers" in form else {}
    return {name: form[name] for name in form} | many
