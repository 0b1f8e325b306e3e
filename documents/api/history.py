"""Show a document's versions and what changed between them; go back to one."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.access import access_document, visible_versions
from documents.actions import versions
from documents.api.collections import READ, WRITE
from documents.api.history_shapes import (
    ChangesAskedShape,
    ChangesShape,
    DeletionShape,
    VersionShape,
    VersionTextShape,
)
from documents.api.shapes import DocumentShape
from documents.history import describe_changes, describe_deletion, describe_version, show_version
from documents.showing import People, describe_document
from project.kernel.http.pages import page
from tenants.api.base import PAGED, Requires, TenantView, named
from tenants.types import Role, Scope

ENDS = [
    OpenApiParameter("from", int, description="The older version; the one before `to` by default."),
    OpenApiParameter("to", int, description="The newer version; the latest by default."),
]


class VersionsView(TenantView):
    """A document's history."""

    requires = {"get": READ}
    takes = {"get": PAGED}

    @extend_schema(operation_id="documents_versions", responses=VersionShape(many=True))
    def get(self, request: Request, document_id: UUID) -> Response:
        """List a document's versions, newest first."""
        document = access_document(actor=self.actor, document_id=document_id)
        rows = visible_versions(actor=self.actor, document_id=document_id)
        people = People(self.actor)
        return page(request, rows, lambda row: show_version(row, document, people))


class VersionView(TenantView):
    """One version."""

    requires = {"get": READ}

    @extend_schema(operation_id="documents_version", responses=VersionTextShape)
    def get(self, request: Request, document_id: UUID, number: int) -> Response:
        """Return a version of a document with the beginning of its extracted text."""
        return Response(describe_version(actor=self.actor, document_id=document_id, number=number))


class RestoreView(TenantView):
    """Back to an earlier version."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="documents_restore", request=None, responses={202: DocumentShape})
    def post(self, request: Request, document_id: UUID, number: int) -> Response:
        """Bring a version back as a new one: its file, text, title and metadata as they were, nothing read again.

        The version of now answers until the restored one is ready.
        """
        versions.restore(actor=self.actor, document_id=document_id, number=number)
        return Response(describe_document(actor=self.actor, document_id=document_id), status=202)


class DeletionView(TenantView):
    """The proof that a document is erased."""

    requires = {"get": Requires(Scope.ADMIN, Role.ADMIN)}

    @extend_schema(operation_id="documents_deletion", responses=DeletionShape)
    def get(self, request: Request, erased_id: UUID) -> Response:
        """Return what was removed of an erased document, and what a look for it has found since."""
        return Response(describe_deletion(actor=self.actor, document_id=erased_id))


class ChangesView(TenantView):
    """What changed between two versions."""

    requires = {"get": READ}
    takes = {"get": named(ENDS)}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: comparing takes longer than reading."""
        return nullcontext()

    @extend_schema(operation_id="documents_diff", parameters=ENDS, responses=ChangesShape)
    def get(self, request: Request, document_id: UUID) -> Response:
        """Compare the extracted texts of two versions, by paragraph and by word."""
        asked = ChangesAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        ends = {"old": asked.validated_data["from"], "new": asked.validated_data["to"]}
        return Response(describe_changes(actor=self.actor, document_id=document_id, **ends))
