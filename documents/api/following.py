"""Let collections answer by the tenant's index version."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import following
from documents.api.indexes import ADMIN
from tenants.api.base import TenantView


class FollowedShape(serializers.Serializer[Any]):
    """How far a collection's way back to the tenant's index version is."""

    collection = serializers.CharField()
    follows = serializers.BooleanField(help_text="Whether the tenant's index version answers already.")
    job = serializers.UUIDField(
        allow_null=True, help_text="What reads and embeds what that lacks, until it answers."
    )


class FollowTenantView(TenantView):
    """Let a collection answer by the tenant's index version."""

    requires = {"post": ADMIN}

    @extend_schema(
        operation_id="collections_follow_tenant",
        request=None,
        responses={200: FollowedShape, 202: FollowedShape},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Give up a collection's own index version for the tenant's, at once or when that has its documents.

        Its own one answers until then, and can be gone back to for as long as any that was replaced.
        """
        job = following.follow_tenant(actor=self.actor, slug=slug)
        shown = {"collection": slug, "follows": job is None, "job": job}
        return Response(shown, status=200 if job is None else 202)
