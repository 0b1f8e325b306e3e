"""Describe in the OpenAPI document how callers prove who they are."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ActorScheme(OpenApiAuthenticationExtension):
    """Name both ways of authentication: an API key, and a browser's session."""

    target_class = "tenants.api.base.ActorAuthentication"
    name = ["apiKey", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """Return the two schemes."""
        return [
            {"type": "http", "scheme": "bearer", "description": "`rgl_<id>_<secret>`"},
            {"type": "apiKey", "in": "cookie", "name": "session", "description": "with `X-CSRFToken`"},
        ]
