"""Show what was done, what is used, and what limits hold."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.http.pages import page
from tenants import limits
from tenants.access import administration
from tenants.api.base import PAGED, Requires, TenantView
from tenants.api.parsing import ADMIN
from tenants.api.shapes import AuditEventShape, LimitsShape, UsageShape
from tenants.types import Role, Scope


class AuditEventsView(TenantView):
    """The trail of what administrators did."""

    requires = {"get": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="audit_events_list", responses=AuditEventShape(many=True))
    def get(self, request: Request) -> Response:
        """List events, newest first."""
        rows = administration.audit_events(actor=self.actor)
        return page(request, rows, lambda row: AuditEventShape(row).data)


class UsageView(TenantView):
    """What the tenant used."""

    requires = {"get": Requires(Scope.ADMIN, Role.ANALYST)}

    @extend_schema(operation_id="usage_read", responses=UsageShape)
    def get(self, request: Request) -> Response:
        """Return this month's counts."""
        return Response(UsageShape(administration.usage(actor=self.actor)).data)


class LimitsView(TenantView):
    """The limits that hold for the caller."""

    requires = {"get": Requires(Scope.DOCUMENTS_READ)}

    @extend_schema(operation_id="limits_read", responses=LimitsShape)
    def get(self, request: Request) -> Response:
        """Return each limit and what is left of it."""
        standings = limits.standings(actor=self.actor)
        shown = {"requests": standings, "upload_bytes": settings.UPLOAD_LIMIT_BYTES}
        return Response(LimitsShape(shown).data)
