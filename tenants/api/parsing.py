"""Read bodies."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer

from tenants.api.base import Requires
from tenants.types import Role, Scope

ADMIN = Requires(Scope.ADMIN, Role.ADMIN)


def body_of(request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
    """Return what the body says; raise ValidationError, which becomes a problem that names the fields."""
    parsed = shape(data=request.data)
    parsed.is_valid(raise_exception=True)
    return dict(parsed.validated_data)
