"""Describe pages of a list to the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

CURSOR = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


def page_shape(row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """Describe one page of rows: `{"results": [], "next": url or null, "previous": url or null}`."""
    return inline_serializer(
        name=f"{row.__name__.removesuffix('Shape')}Page",
        fields={
            "results": row(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )
