"""Invite people, and let them in."""

from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.errors import NotFound
from project.kernel.http.pages import page
from tenants import limits
from tenants.access import administration
from tenants.accounts import is_password_of
from tenants.actions import invitations
from tenants.api.base import PAGED, TenantView
from tenants.api.parsing import ADMIN, body_of
from tenants.api.shapes import Accepted, AcceptInvitation, InvitationShape, NewInvitationShape
from tenants.types import Role

# A person mistypes a password a few times; a guesser needs many more.
ACCEPTS_A_MINUTE = 20


class InvitationsView(TenantView):
    """The invitations."""

    requires = {"get": ADMIN, "post": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="invitations_list", responses=InvitationShape(many=True))
    def get(self, request: Request) -> Response:
        """List open and accepted invitations."""
        return page(request, administration.invitations(actor=self.actor), self._shown)

    @extend_schema(
        operation_id="invitations_create", request=InvitationShape, responses={201: NewInvitationShape}
    )
    def post(self, request: Request) -> Response:
        """Invite somebody by mail; the link is in this answer and nowhere else."""
        wanted = body_of(request, InvitationShape) | {}
        wanted["role"] = Role(wanted["role"])
        made = invitations.create(actor=self.actor, **wanted)
        return Response(NewInvitationShape(vars(made.row) | wanted | {"link": made.link}).data, status=201)

    def _shown(self, row: Any) -> dict[str, Any]:
        groups = administration.group_slugs(actor=self.actor, group_ids=row.group_ids)
        return InvitationShape(vars(row) | {"groups": groups}).data


class InvitationView(TenantView):
    """One invitation."""

    requires = {"delete": ADMIN}

    @extend_schema(operation_id="invitations_withdraw", responses={204: None})
    def delete(self, request: Request, invitation_id: UUID) -> Response:
        """Withdraw an invitation that nobody has accepted."""
        invitations.withdraw(actor=self.actor, invitation_id=invitation_id)
        return Response(status=204)


class AcceptView(TenantView):
    """The place where invited people come in; nobody has signed in here yet."""

    requires = {"post": "anyone"}
    authentication_classes = []

    @extend_schema(operation_id="invitations_accept", request=AcceptInvitation, responses=Accepted)
    def post(self, request: Request) -> Response:
        """Choose a name and a password with an invitation's token."""
        tenant = getattr(request._request, "tenant", None)
        if tenant is None:
            raise NotFound
        address = request.META.get("REMOTE_ADDR") or "unknown"
        limits.take_anonymous(purpose="accept", address=address, limit=ACCEPTS_A_MINUTE)
        proof = partial(is_password_of, request._request)
        email = invitations.accept(tenant=tenant, is_password_of=proof, **body_of(request, AcceptInvitation))
        return Response({"email": email})
