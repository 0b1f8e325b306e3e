"""Say where events are told, and show what became of each."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.http.pages import page
from tenants.access import administration
from tenants.actions import webhooks
from tenants.api.base import PAGED, TenantView
from tenants.api.parsing import ADMIN, body_of
from tenants.api.shapes import DeliveryShape, NewWebhookShape, SwitchWebhook, WebhookShape


class WebhooksView(TenantView):
    """The addresses that are told."""

    requires = {"get": ADMIN, "post": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="webhooks_list", responses=WebhookShape(many=True))
    def get(self, request: Request) -> Response:
        """List the addresses."""
        rows = administration.webhooks(actor=self.actor)
        return page(request, rows, lambda row: WebhookShape(row).data)

    @extend_schema(operation_id="webhooks_create", request=WebhookShape, responses={201: NewWebhookShape})
    def post(self, request: Request) -> Response:
        """Add an address; its secret is in this answer and nowhere else."""
        made = webhooks.create(actor=self.actor, **body_of(request, WebhookShape))
        return Response(WebhookShape(made.row).data | {"secret": made.secret}, status=201)


class WebhookView(TenantView):
    """One address."""

    requires = {"get": ADMIN, "patch": ADMIN, "delete": ADMIN}

    @extend_schema(operation_id="webhooks_read", responses=WebhookShape)
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """Return an address and its events."""
        return Response(WebhookShape(administration.webhook(actor=self.actor, webhook_id=webhook_id)).data)

    @extend_schema(operation_id="webhooks_switch", request=SwitchWebhook, responses=WebhookShape)
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """Pause an address, or tell it again."""
        is_active = body_of(request, SwitchWebhook)["active"]
        switched = webhooks.switch(actor=self.actor, webhook_id=webhook_id, is_active=is_active)
        return Response(WebhookShape(switched).data)

    @extend_schema(operation_id="webhooks_delete", responses={204: None})
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        """Stop telling an address."""
        webhooks.delete(actor=self.actor, webhook_id=webhook_id)
        return Response(status=204)


class DeliveriesView(TenantView):
    """What one address was told."""

    requires = {"get": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="webhook_deliveries_list", responses=DeliveryShape(many=True))
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """List deliveries, newest first."""
        rows = administration.deliveries(actor=self.actor, webhook_id=webhook_id)
        return page(request, rows, lambda row: DeliveryShape(row).data)
