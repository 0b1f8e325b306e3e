"""List, build, promote, cancel and roll back index versions."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.access import index_versions
from documents.actions import indexes
from documents.api.index_shapes import IndexRequestShape, IndexShape
from documents.showing_indexes import Standing, describe_index, show_index
from project.kernel.http.pages import page
from tenants.api.base import PAGED, Requires, TenantView
from tenants.types import Role, Scope

ADMIN = Requires(Scope.ADMIN, Role.ADMIN)


class IndexesView(TenantView):
    """All index versions."""

    requires = {"get": ADMIN, "post": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="indexes_list", responses=IndexShape(many=True))
    def get(self, request: Request) -> Response:
        """List the index versions, newest first."""
        standing = Standing()
        return page(request, index_versions(), lambda row: show_index(row, standing))

    @extend_schema(operation_id="indexes_build", request=IndexRequestShape, responses={202: IndexShape})
    def post(self, request: Request) -> Response:
        """Build a candidate beside the live index version."""
        body = IndexRequestShape(data=request.data)
        body.is_valid(raise_exception=True)
        index_id = indexes.build(actor=self.actor, **body.validated_data)
        return Response(describe_index(index_id=index_id), status=202)


class PromoteView(TenantView):
    """Let a candidate answer."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="indexes_promote", request=None, responses=IndexShape)
    def post(self, request: Request, index_id: int) -> Response:
        """Let a complete candidate answer from the next query on."""
        indexes.promote(actor=self.actor, index_id=index_id)
        return Response(describe_index(index_id=index_id))


class CancelView(TenantView):
    """Give a candidate up."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="indexes_cancel", request=None, responses=IndexShape)
    def post(self, request: Request, index_id: int) -> Response:
        """Stop building a candidate, or give a complete one up."""
        indexes.cancel(actor=self.actor, index_id=index_id)
        return Response(describe_index(index_id=index_id))


class RollbackView(TenantView):
    """Go back to the index version before."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="indexes_rollback", request=None, responses=IndexShape)
    def post(self, request: Request, index_id: int) -> Response:
        """Let the index version answer again that did before.

        It is named by itself or by the one that answers. Going back changes the two, so that a second call would go
        forth again: look at which one is live before a call is repeated.
        """
        previous_id = indexes.roll_back(actor=self.actor, index_id=index_id)
        return Response(describe_index(index_id=previous_id))
