"""Describe the life of a document: its owner, its review, its end, and what it replaces."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from project.kernel.http.shapes import BodyShape

LIFE = ("owner", "review_on", "expires_at", "supersedes")


class NamedPersonShape(serializers.Serializer[Any]):
    """A person; without name and address where they are gone for good."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    has_left = serializers.BooleanField(help_text="Whether they belong to the tenant no more.")


class NamedDocumentShape(serializers.Serializer[Any]):
    """Another document that the caller may see."""

    id = serializers.UUIDField()
    title = serializers.CharField()


class LifeShape(BodyShape):
    """What is decided about a document; null clears it."""

    owner = serializers.CharField(
        max_length=320, required=False, allow_null=True, help_text="A member, by e-mail address or id."
    )
    review_on = serializers.DateField(
        required=False, allow_null=True, help_text="The day on which somebody should look at it again."
    )
    expires_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="The moment from which on it answers no more."
    )
    supersedes = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="The document that it replaces: that one stops answering once this one is ready.",
    )

    def to_internal_value(self, data: Any) -> Any:
        """Return the values; an empty field of a form clears as null does."""
        cleared = {name: None for name in LIFE if isinstance(data, Mapping) and data.get(name) == ""}
        return super().to_internal_value({**data, **cleared} if cleared else data)


class ShownLifeShape(serializers.Serializer[Any]):
    """What is decided about a document, and whether it answers."""

    owner = NamedPersonShape(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    is_review_overdue = serializers.BooleanField()
    expires_at = serializers.DateTimeField(allow_null=True)
    supersedes = NamedDocumentShape(allow_null=True)
    superseded_by = NamedDocumentShape(
        allow_null=True,
        help_text="What replaces it, or will once that is ready, where the caller may see it.",
    )
    is_answering = serializers.BooleanField()
    withdrawn = serializers.ChoiceField(
        choices=["expired", "superseded"], allow_null=True, help_text="Why it answers no more."
    )


def with_life(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given with all that concerns the life of a document under one name."""
    life = {name: given[name] for name in LIFE if name in given}
    return {**{name: value for name, value in given.items() if name not in LIFE}, "life": life}
