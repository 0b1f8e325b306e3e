"""Describe bodies and answers, for parsing and for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from project.kernel.http.shapes import BodyShape
from tenants.types import WEBHOOK_EVENTS, Role, Scope

ROLES = [role.value for role in Role]
SCOPES = [scope.value for scope in Scope]


class MemberShape(serializers.Serializer[Any]):
    """A member of the tenant."""

    id = serializers.UUIDField()
    person_id = serializers.UUIDField(help_text="By which other answers name who did something.")
    email = serializers.EmailField(source="person.email")
    name = serializers.CharField(source="person.name")
    role = serializers.ChoiceField(ROLES)
    groups = serializers.SerializerMethodField()
    joined_at = serializers.DateTimeField(source="created_at")

    def get_groups(self, member: Any) -> list[str]:
        """Return the names of the member's groups."""
        return sorted(place.group.slug for place in member.groups.all())


class ChangeMember(BodyShape):
    """What may change of a member."""

    role = serializers.ChoiceField(ROLES, required=False)
    groups = serializers.ListField(child=serializers.SlugField(max_length=63), required=False)


class GroupShape(BodyShape):
    """A group and how many belong to it."""

    id = serializers.UUIDField(read_only=True)
    slug = serializers.SlugField(max_length=63, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=200)
    members = serializers.IntegerField(source="size", read_only=True)


class RenameGroup(BodyShape):
    """A group's new name."""

    name = serializers.CharField(max_length=200)


class InvitationShape(BodyShape):
    """An invitation."""

    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField()
    role = serializers.ChoiceField(ROLES, default=Role.MEMBER.value)
    groups = serializers.ListField(child=serializers.SlugField(max_length=63), default=list)
    expires_at = serializers.DateTimeField(read_only=True)
    accepted_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewInvitationShape(InvitationShape):
    """An invitation with its link, in the answer that made it."""

    link = serializers.URLField(read_only=True)


class AcceptInvitation(BodyShape):
    """What an invited person chooses."""

    token = serializers.CharField(max_length=200)
    name = serializers.CharField(max_length=200, allow_blank=True, default="")
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class Accepted(serializers.Serializer[Any]):
    """The address to sign in with."""

    email = serializers.EmailField()


class ApiKeyShape(BodyShape):
    """An API key."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=200)
    prefix = serializers.SerializerMethodField()
    person = serializers.CharField(source="person_email", read_only=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), allow_empty=False)
    expires_at = serializers.DateTimeField(allow_null=True, required=False, default=None)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True)
    revoked_at = serializers.DateTimeField(read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)

    def get_prefix(self, key: Any) -> str:
        """Return the part of the key that is no secret."""
        return f"rgl_{key.public_id}"


class NewApiKeyShape(ApiKeyShape):
    """An API key with its secret, in the answer that made it."""

    key = serializers.CharField(read_only=True)


class AuditEventShape(serializers.Serializer[Any]):
    """One thing that somebody did."""

    id = serializers.UUIDField()
    action = serializers.CharField()
    target = serializers.CharField()
    actor = serializers.CharField(source="actor_email", allow_null=True)
    actor_id = serializers.UUIDField(allow_null=True)
    key_id = serializers.UUIDField(allow_null=True)
    detail = serializers.DictField()
    created_at = serializers.DateTimeField()


class WebhookShape(BodyShape):
    """An address that is told of events."""

    id = serializers.UUIDField(read_only=True)
    url = serializers.CharField(max_length=2048)
    events = serializers.ListField(child=serializers.ChoiceField(WEBHOOK_EVENTS), allow_empty=False)
    active = serializers.BooleanField(source="is_active", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class NewWebhookShape(WebhookShape):
    """An address with the secret that signs what it is told, in the answer that made it."""

    secret = serializers.CharField(read_only=True)


class SwitchWebhook(BodyShape):
    """Whether an address is told."""

    active = serializers.BooleanField()


class DeliveryShape(serializers.Serializer[Any]):
    """What became of one event for one address."""

    id = serializers.UUIDField()
    event = serializers.CharField()
    state = serializers.ChoiceField(["waiting", "delivered", "failed"])
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()
    created_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class LimitShape(serializers.Serializer[Any]):
    """One limit and what is left of it."""

    per = serializers.CharField(source="kind")
    limit = serializers.IntegerField()
    remaining = serializers.IntegerField()
    window_seconds = serializers.IntegerField()


class LimitsShape(serializers.Serializer[Any]):
    """The limits that hold for the caller."""

    requests = LimitShape(many=True)
    upload_bytes = serializers.IntegerField()


class UsageShape(serializers.Serializer[Any]):
    """What a tenant holds, and what it used this month."""

    period = serializers.CharField()
    members = serializers.IntegerField()
    groups = serializers.IntegerField()
    api_keys = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
