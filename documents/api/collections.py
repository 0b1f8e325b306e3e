"""List, make, change and erase collections."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.access import access_collection, visible_collections
from documents.actions import collections
from documents.api.shapes import CollectionChangesShape, CollectionShape
from documents.showing import Readers, describe_collection, show_collection
from project.kernel.http.pages import page
from tenants.api.base import PAGED, Requires, TenantView
from tenants.types import Role, Scope

READ = Requires(Scope.DOCUMENTS_READ)
WRITE = Requires(Scope.DOCUMENTS_WRITE, Role.CURATOR)


class CollectionsView(TenantView):
    """All collections."""

    requires = {"get": READ, "post": WRITE}
    takes = {"get": PAGED}

    @extend_schema(operation_id="collections_list", responses=CollectionShape(many=True))
    def get(self, request: Request) -> Response:
        """List the collections that the caller may see."""
        readers = Readers(self.actor)
        return page(request, visible_collections(actor=self.actor), lambda row: show_collection(row, readers))

    @extend_schema(
        operation_id="collections_create", request=CollectionShape, responses={201: CollectionShape}
    )
    def post(self, request: Request) -> Response:
        """Make a collection."""
        body = CollectionShape(data=request.data)
        body.is_valid(raise_exception=True)
        made = collections.create(actor=self.actor, **body.validated_data)
        return Response(describe_collection(actor=self.actor, collection=made), status=201)


class CollectionView(TenantView):
    """One collection."""

    requires = {"get": READ, "patch": WRITE, "delete": WRITE}

    @extend_schema(operation_id="collections_read", responses=CollectionShape)
    def get(self, request: Request, slug: str) -> Response:
        """Return a collection."""
        return Response(show_collection(access_collection(actor=self.actor, slug=slug), Readers(self.actor)))

    @extend_schema(
        operation_id="collections_change", request=CollectionChangesShape, responses=CollectionShape
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change a collection; new readers hold from the next query on."""
        body = CollectionChangesShape(data=request.data)
        body.is_valid(raise_exception=True)
        changes = collections.CollectionChanges(**body.validated_data)
        changed = collections.change(actor=self.actor, slug=slug, changes=changes)
        return Response(describe_collection(actor=self.actor, collection=changed))

    @extend_schema(operation_id="collections_erase", responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Erase a collection with its documents."""
        collections.erase(actor=self.actor, slug=slug)
        return Response(status=204)
