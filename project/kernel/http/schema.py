"""Describe requests and answers to the OpenAPI document."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework.fields import empty


class Schema(AutoSchema):
    """Promise of an answer what serializers keep: a field with a default is always there."""

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        described: dict[str, Any] = AutoSchema._map_basic_serializer(self, serializer, direction)
        if direction == "response" and "required" in described:
            defaulted = [name for name, field in serializer.fields.items() if field.default is not empty]
            described["required"] = sorted({*described["required"], *defaulted})
        return described
