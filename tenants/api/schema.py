"""Describe in the OpenAPI document how callers prove who they are."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ActorScheme(OpenApiAuthenticationExtension):
    """Name the two ways of authentication, either of which will do: an API key, or a browser's session."""

    target_class = "tenants.api.base.ActorAuthentication"
    name = ["apiKey", "session"]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        """Return the two as alternatives."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """Return the two schemes."""
        return [
            {"type": "http", "scheme": "bearer", "description": "`rgl_<id>_<secret>`"},
            {
                "type": "apiKey",
                "in": "cookie",
                "name": settings.SESSION_COOKIE_NAME,
                "description": "Named `__Host-session` under https; changes also need `X-CSRFToken`.",
            },
        ]
