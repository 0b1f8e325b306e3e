"""Show administrators how things stand, check again, and switch canaries."""

from contextlib import AbstractContextManager, nullcontext
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.health_shapes import CanarySwitchShape, HealthShape
from chat.wiring.health import model_servers
from documents.actions import canaries, checks
from documents.health import describe_health
from tenants.api.base import Requires, TenantView
from tenants.types import Role, Scope

ADMIN = Requires(Scope.ADMIN, Role.ADMIN)


class HealthView(TenantView):
    """How the company's walls, indexes, queues and models stand."""

    requires: ClassVar = {"get": ADMIN}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: model servers are asked across a network."""
        return nullcontext()

    @extend_schema(operation_id="health_report", responses=HealthShape)
    def get(self, request: Request) -> Response:
        """Return the alarms that stand and the figures of the last checks."""
        report = describe_health(actor=self.actor) | {"model_servers": model_servers()}
        return Response(HealthShape(report).data)


class CheckHealthView(TenantView):
    """A check that begins now."""

    requires: ClassVar = {"post": ADMIN}

    @extend_schema(operation_id="health_check", request=None, responses={202: None})
    def post(self, request: Request) -> Response:
        """Search for the canaries and compare the graphs with exact search as soon as a worker is free."""
        checks.ask(actor=self.actor)
        return Response(status=202)


class CanariesView(TenantView):
    """The canaries of all groups."""

    requires: ClassVar = {"put": ADMIN}

    @extend_schema(operation_id="canaries_switch", request=CanarySwitchShape, responses=CanarySwitchShape)
    def put(self, request: Request) -> Response:
        """Have canaries planted and searched for, or remove all of them."""
        body = CanarySwitchShape(data=request.data)
        body.is_valid(raise_exception=True)
        canaries.switch(actor=self.actor, is_on=body.validated_data["enabled"])
        return Response(body.validated_data)
