"""Say who may see a document or a collection, and why."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.api.access_shapes import AccessAskedShape, AccessShape
from documents.api.collections import READ
from documents.readership import describe_collection_access, describe_document_access
from tenants.api.base import TenantView, named

PERSON = OpenApiParameter(
    "person", description="For owners and admins: a member by address or id, about whom is asked."
)


class AccessView(TenantView):
    """Who may see something."""

    requires = {"get": READ}
    takes = {"get": named([PERSON])}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: another member is looked for outside of the tenant."""
        return nullcontext()

    def person(self, request: Request) -> str:
        """Return about whom is asked; empty for nobody in particular."""
        asked = AccessAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return str(asked.validated_data["person"])


class DocumentAccessView(AccessView):
    """Who may see a document."""

    @extend_schema(operation_id="documents_access", parameters=[PERSON], responses=AccessShape)
    def get(self, request: Request, document_id: UUID) -> Response:
        """Return who may see a document, and why the caller does."""
        person = self.person(request)
        shown = describe_document_access(actor=self.actor, document_id=document_id, person=person)
        return Response(AccessShape(shown).data)


class CollectionAccessView(AccessView):
    """Who may see a collection."""

    @extend_schema(operation_id="collections_access", parameters=[PERSON], responses=AccessShape)
    def get(self, request: Request, slug: str) -> Response:
        """Return who may see a collection, and why the caller does."""
        shown = describe_collection_access(actor=self.actor, slug=slug, person=self.person(request))
        return Response(AccessShape(shown).data)
