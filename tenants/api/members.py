"""Show members and change what they are."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.http.pages import page
from tenants.access import administration
from tenants.actions import members
from tenants.api.base import PAGED, Requires, TenantView
from tenants.api.parsing import ADMIN, body_of
from tenants.api.shapes import ChangeMember, MemberShape
from tenants.types import Role, Scope

# Who shares documents picks from the people there are.
SEE = Requires(Scope.ADMIN, Role.CURATOR)


class MembersView(TenantView):
    """The members."""

    requires = {"get": SEE}
    takes = {"get": PAGED}

    @extend_schema(operation_id="members_list", responses=MemberShape(many=True))
    def get(self, request: Request) -> Response:
        """List the active members."""
        rows = administration.members(actor=self.actor)
        return page(request, rows, lambda row: MemberShape(row).data)


class MemberView(TenantView):
    """One member."""

    requires = {"get": SEE, "patch": ADMIN, "delete": ADMIN}

    @extend_schema(operation_id="members_read", responses=MemberShape)
    def get(self, request: Request, member_id: UUID) -> Response:
        """Return a member."""
        return Response(MemberShape(administration.member(actor=self.actor, member_id=member_id)).data)

    @extend_schema(operation_id="members_change", request=ChangeMember, responses=MemberShape)
    def patch(self, request: Request, member_id: UUID) -> Response:
        """Give a member another role, other groups, or both."""
        wanted = body_of(request, ChangeMember)
        role = Role(wanted["role"]) if "role" in wanted else None
        changed = members.change(
            actor=self.actor, member_id=member_id, role=role, groups=wanted.get("groups")
        )
        return Response(MemberShape(changed).data)

    @extend_schema(operation_id="members_deactivate", responses={204: None})
    def delete(self, request: Request, member_id: UUID) -> Response:
        """Take a member out of the tenant."""
        members.deactivate(actor=self.actor, member_id=member_id)
        return Response(status=204)
