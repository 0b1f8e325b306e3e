"""Describe requests and answers to the OpenAPI document."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers
from rest_framework.fields import empty

from project.kernel.http.shapes import BodyShape
from project.kernel.problems import CONTENT_TYPE

_SECONDS = "Seconds after which to ask again."
_WAIT = {"Retry-After": _SECONDS}
_LIMIT = {
    "RateLimit-Limit": "Requests a minute.",
    "RateLimit-Remaining": "Requests that are left.",
    "RateLimit-Reset": _SECONDS,
}
# By the status of an answer: the name of its component, what it says, and its headers, all of them numbers.
_REFUSALS: dict[str, tuple[str, str, dict[str, str]]] = {
    "429": ("TooMany", "Too many requests.", _WAIT | _LIMIT),
    "503": ("Unavailable", "A part that is needed is not available.", _WAIT),
    "default": ("Problem", "What went wrong (RFC 9457); `code` is stable.", {}),
}


class FieldProblem(serializers.Serializer[Any]):
    """Say which field was wrong and what was expected of it."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """The body of every error."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldProblem(many=True)  # type: ignore[assignment]  # the serializer has a property of that name


class Schema(AutoSchema):
    """Promise of an answer what serializers keep: a field with a default is always there; and say how calls fail."""

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        described: dict[str, Any] = AutoSchema._map_basic_serializer(self, serializer, direction)
        if direction == "response" and "required" in described:
            defaulted = [name for name, field in serializer.fields.items() if field.default is not empty]
            described["required"] = sorted({*described["required"], *defaulted})
        if direction == "request" and isinstance(serializer, BodyShape):
            described["additionalProperties"] = False
        return described

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        described: dict[str, Any] = AutoSchema._get_response_bodies(self, direction)
        return described | {status: self._refusal(status) for status in _REFUSALS}

    def _refusal(self, status: str) -> dict[str, Any]:
        name, description, headers = _REFUSALS[status]
        answer = {
            "description": description,
            "headers": {
                header: {"description": said, "required": True, "schema": {"type": "integer"}}
                for header, said in headers.items()
            },
            "content": {CONTENT_TYPE: {"schema": self.resolve_serializer(Problem, "response").ref}},
        }
        component = ResolvedComponent(name, ResolvedComponent.RESPONSE, schema=answer, object=name)
        self.registry.register_on_missing(component)
        return dict(component.ref)
