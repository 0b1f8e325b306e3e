"""Make, list and revoke API keys."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.http.pages import page
from tenants.access import administration
from tenants.actions import api_keys
from tenants.api.base import PAGED, TenantView
from tenants.api.parsing import ADMIN, body_of
from tenants.api.shapes import ApiKeyShape, NewApiKeyShape


class ApiKeysView(TenantView):
    """The keys."""

    requires = {"get": ADMIN, "post": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="api_keys_list", responses=ApiKeyShape(many=True))
    def get(self, request: Request) -> Response:
        """List all keys, spent ones too."""
        rows = administration.api_keys(actor=self.actor)
        return page(request, rows, lambda row: ApiKeyShape(row).data)

    @extend_schema(operation_id="api_keys_create", request=ApiKeyShape, responses={201: NewApiKeyShape})
    def post(self, request: Request) -> Response:
        """Make a key; it is in this answer and nowhere else."""
        made = api_keys.create(actor=self.actor, **body_of(request, ApiKeyShape))
        return Response(ApiKeyShape(made.row).data | {"key": made.token}, status=201)


class ApiKeyView(TenantView):
    """One key."""

    requires = {"delete": ADMIN}

    @extend_schema(operation_id="api_keys_revoke", responses={204: None})
    def delete(self, request: Request, key_id: UUID) -> Response:
        """End a key at once."""
        api_keys.revoke(actor=self.actor, key_id=key_id)
        return Response(status=204)
