"""Show groups, change them, and who belongs to them."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.http.pages import page
from tenants.access import administration
from tenants.actions import groups
from tenants.api.base import PAGED, Requires, TenantView
from tenants.api.parsing import ADMIN, body_of
from tenants.api.shapes import GroupShape, MemberShape, RenameGroup
from tenants.types import Role, Scope

# Who shares documents picks from the groups there are.
SEE = Requires(Scope.DOCUMENTS_READ, Role.CURATOR)


class GroupsView(TenantView):
    """The groups."""

    requires = {"get": SEE, "post": ADMIN}
    takes = {"get": PAGED}

    @extend_schema(operation_id="groups_list", responses=GroupShape(many=True))
    def get(self, request: Request) -> Response:
        """List the groups."""
        rows = administration.groups(actor=self.actor)
        return page(request, rows, lambda row: GroupShape(row).data)

    @extend_schema(operation_id="groups_create", request=GroupShape, responses={201: GroupShape})
    def post(self, request: Request) -> Response:
        """Make an empty group."""
        made = groups.create(actor=self.actor, **body_of(request, GroupShape))
        return Response(GroupShape(made).data, status=201)


class GroupView(TenantView):
    """One group."""

    requires = {"get": SEE, "patch": ADMIN, "delete": ADMIN}

    @extend_schema(operation_id="groups_read", responses=GroupShape)
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return a group."""
        return Response(GroupShape(administration.group(actor=self.actor, group_id=group_id)).data)

    @extend_schema(operation_id="groups_rename", request=RenameGroup, responses=GroupShape)
    def patch(self, request: Request, group_id: UUID) -> Response:
        """Give a group another name."""
        renamed = groups.rename(actor=self.actor, group_id=group_id, **body_of(request, RenameGroup))
        return Response(GroupShape(renamed).data)

    @extend_schema(operation_id="groups_delete", responses={204: None})
    def delete(self, request: Request, group_id: UUID) -> Response:
        """Remove a group."""
        groups.delete(actor=self.actor, group_id=group_id)
        return Response(status=204)


class GroupMembersView(TenantView):
    """The members of one group."""

    requires = {"get": SEE}
    takes = {"get": PAGED}

    @extend_schema(operation_id="group_members_list", responses=MemberShape(many=True))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List who belongs to a group."""
        rows = administration.members_of_group(actor=self.actor, group_id=group_id)
        return page(request, rows, lambda row: MemberShape(row).data)


class GroupMemberView(TenantView):
    """One member's place in one group."""

    requires = {"put": ADMIN, "delete": ADMIN}

    @extend_schema(operation_id="group_members_add", request=None, responses={204: None})
    def put(self, request: Request, group_id: UUID, member_id: UUID) -> Response:
        """Put a member into a group."""
        groups.add_member(actor=self.actor, group_id=group_id, member_id=member_id)
        return Response(status=204)

    @extend_schema(operation_id="group_members_remove", responses={204: None})
    def delete(self, request: Request, group_id: UUID, member_id: UUID) -> Response:
        """Take a member out of a group."""
        groups.remove_member(actor=self.actor, group_id=group_id, member_id=member_id)
        return Response(status=204)
