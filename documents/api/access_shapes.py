"""Describe who may see something, and why."""

from typing import Any

from rest_framework import serializers

READER_KINDS = ["everyone", "group", "person", "gone"]
REASON_KINDS = ["everyone", "group", "person", "role"]


class ReaderPersonShape(serializers.Serializer[Any]):
    """A person behind a reader."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)


class ReaderShape(serializers.Serializer[Any]):
    """One reader: everyone, a group, a person, or somebody who is gone."""

    kind = serializers.ChoiceField(choices=READER_KINDS)
    name = serializers.CharField(allow_blank=True)
    slug = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField(
        allow_null=True,
        help_text="How many people stand behind it; 0 for everyone. Null for those who don't see lists of groups.",
    )
    people = ReaderPersonShape(many=True, help_text="For owners and admins alone, 200 at most.")
    includes_you = serializers.BooleanField()


class AdministratorsShape(serializers.Serializer[Any]):
    """Those who see everything."""

    count = serializers.IntegerField()
    people = ReaderPersonShape(many=True)


class ReasonShape(serializers.Serializer[Any]):
    """Why somebody may see it: by a reader, or by their role."""

    kind = serializers.ChoiceField(choices=REASON_KINDS)
    name = serializers.CharField(allow_blank=True)


class AskedPersonShape(serializers.Serializer[Any]):
    """Whether one person may see it, and why."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    may_see = serializers.BooleanField()
    because = ReasonShape(many=True)


class HomeShape(serializers.Serializer[Any]):
    """The collection whose readers a document has."""

    slug = serializers.CharField()
    name = serializers.CharField()


class AccessShape(serializers.Serializer[Any]):
    """Who may see something, and why."""

    readers = ReaderShape(many=True)
    administrators = AdministratorsShape()
    because = ReasonShape(many=True, help_text="Why the caller may see it.")
    person = AskedPersonShape(allow_null=True)
    inherited_from = HomeShape(allow_null=True, help_text="Null: it has readers of its own.")
    withdrawn = serializers.ChoiceField(choices=["expired", "superseded"], allow_null=True)


class AccessAskedShape(serializers.Serializer[Any]):
    """About whom is asked."""

    person = serializers.CharField(max_length=320, required=False, default="", allow_blank=True)
