"""Say who is signed in, and what answers them."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.shapes import SessionShape
from chat.wiring import installed_model
from tenants.access import session_summary
from tenants.api.base import Requires, TenantView
from tenants.types import Scope


class SessionView(TenantView):
    """The session, or whom the key acts as."""

    requires: ClassVar = {"get": Requires(Scope.CHAT)}

    @extend_schema(operation_id="session_retrieve", responses=SessionShape)
    def get(self, request: Request) -> Response:
        """Show the person, the company and the language model."""
        model = installed_model()
        summary = session_summary(actor=self.actor)
        return Response(summary | {"model": {"id": model.id, "mode": model.mode}})
