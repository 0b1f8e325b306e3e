"""List and make test sets, and the cases of each."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.access.quality import access_test_set, cases_of, test_sets
from chat.actions import test_sets as actions
from chat.api.answers import read
from chat.api.test_set_shapes import CaseShape, NewCaseShape, TestSetShape
from project.kernel.http import page
from project.kernel.http.pages import Whole, whole
from tenants.api.base import PAGED, Requires, TenantView
from tenants.types import Role, Scope

READ = Requires(Scope.QUALITY_READ, Role.ANALYST)
WRITE = Requires(Scope.QUALITY_WRITE, Role.ANALYST)


class TestSetsView(TenantView):
    """All test sets."""

    requires: ClassVar = {"get": READ, "post": WRITE}
    takes: ClassVar = {"get": PAGED}

    @extend_schema(operation_id="test_sets_list", responses=TestSetShape(many=True))
    def get(self, request: Request) -> Response:
        """List the test sets, newest first."""
        return page(request, test_sets(), lambda row: TestSetShape(row).data)

    @extend_schema(operation_id="test_sets_create", request=TestSetShape, responses={201: TestSetShape})
    def post(self, request: Request) -> Response:
        """Make an empty test set."""
        made = actions.create(actor=self.actor, **read(TestSetShape, request.data))
        made.size = 0  # type: ignore[attr-defined]  # what the list counts
        return Response(TestSetShape(made).data, status=201)


class TestSetView(TenantView):
    """One test set."""

    requires: ClassVar = {"delete": WRITE}

    @extend_schema(operation_id="test_sets_remove", responses={204: None})
    def delete(self, request: Request, set_id: UUID) -> Response:
        """Remove a set with its cases."""
        actions.remove(actor=self.actor, set_id=set_id)
        return Response(status=204)


class CaseView(TenantView):
    """One case of a test set."""

    requires: ClassVar = {"delete": WRITE}

    @extend_schema(operation_id="test_cases_remove", responses={204: None})
    def delete(self, request: Request, set_id: UUID, case_id: UUID) -> Response:
        """Remove a case of which the caller sees an expected document."""
        actions.remove_case(actor=self.actor, set_id=set_id, case_id=case_id)
        return Response(status=204)


class CasesView(TenantView):
    """The cases of a test set."""

    pagination_class = Whole
    requires: ClassVar = {"get": READ, "post": WRITE}

    @extend_schema(operation_id="test_cases_list", responses=CaseShape(many=True))
    def get(self, request: Request, set_id: UUID) -> Response:
        """List the cases of a set, oldest first."""
        found = cases_of(actor=self.actor, test_set=access_test_set(set_id=set_id))
        return whole([dict(CaseShape(case).data) for case in found])

    @extend_schema(operation_id="test_cases_create", request=NewCaseShape, responses={201: None})
    def post(self, request: Request, set_id: UUID) -> Response:
        """Add a case to a set."""
        given: dict[str, Any] = read(NewCaseShape, request.data)
        made = actions.add_case(actor=self.actor, set_id=set_id, case=actions.NewCase(**given))
        return Response({"id": made["id"]}, status=201)
