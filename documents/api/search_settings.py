"""Read and change how the tenant's search goes about questions."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import search_settings
from documents.api.search_settings_shapes import SearchSettingsShape, SettingsChangesShape, show_about
from project.kernel.errors import Invalid
from tenants.api.base import Requires, TenantView
from tenants.types import Role, Scope

ADMIN = Requires(Scope.ADMIN, Role.ADMIN)
# Proxies that compress call any tag a weak one.
BASE = re.compile(r'(?:W/)?"([0-9a-f]{16})"')
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, description="How this stands, for `If-Match`.", response=[200]
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of what was changed: 412 where somebody changed it since.",
)


class SearchSettingsView(TenantView):
    """The settings of the tenant's search."""

    requires = {"get": ADMIN, "patch": ADMIN}

    @extend_schema(operation_id="search_settings_read", responses=SearchSettingsShape, parameters=[ETAG])
    def get(self, request: Request) -> Response:
        """Return each setting, with what it does."""
        return _shown(search_settings.read(actor=self.actor))

    @extend_schema(
        operation_id="search_settings_change",
        request=SettingsChangesShape,
        responses=SearchSettingsShape,
        parameters=[IF_MATCH, ETAG],
    )
    def patch(self, request: Request) -> Response:
        """Change some settings; they hold from the next search on."""
        body = SettingsChangesShape(data=request.data)
        body.is_valid(raise_exception=True)
        changes: dict[str, Any] = dict(body.validated_data)
        return _shown(search_settings.change(actor=self.actor, changes=changes, base=base_of(request)))


def tag(base: str) -> dict[str, str]:
    """Return the header that names how something stands."""
    return {"ETag": f'"{base}"'}


def base_of(request: Request) -> str:
    """Return what `If-Match` names; nothing where any state will do. Raise Invalid for what no `ETag` of ours is."""
    said = request.headers.get("If-Match", "*").strip()
    if said == "*":
        return ""
    if not (named := BASE.fullmatch(said)):
        raise Invalid("Expected of If-Match the ETag that was read, in its quotes, or *.")
    return named[1]


def _shown(present: search_settings.SettingsInForce) -> Response:
    shown = {"settings": present.chosen, "about": show_about()}
    return Response(shown, headers=tag(present.base))
