"""Let editors write answers of their own, and see what they would answer."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.access.curated import CuratedEntry, access_curated_entry, curated_answers, curated_entries
from chat.actions import curated
from chat.api.answers import read
from chat.api.curated_shapes import (
    FILTERS,
    ComparisonShape,
    CuratedChangesShape,
    CuratedFilterShape,
    CuratedShape,
    NewCuratedShape,
    TestedQuestionShape,
)
from chat.api.pages import CURSOR, page_shape
from project.kernel.http import Pages
from tenants.api.base import PAGED, Requires, TenantView, named
from tenants.types import Role, Scope

NARROWED = [OpenApiParameter("state", str, enum=FILTERS), OpenApiParameter("q", str)]
READING, WRITING = Requires(Scope.QUALITY_READ, Role.ANALYST), Requires(Scope.QUALITY_WRITE, Role.CURATOR)


class CuratedAnswersView(TenantView):
    """The editors' answers."""

    requires: ClassVar = {"get": READING, "post": WRITING}
    takes: ClassVar = {"get": PAGED | named(NARROWED)}

    @extend_schema(
        operation_id="curated_answers_list",
        parameters=[*NARROWED, *CURSOR],
        responses=page_shape(CuratedShape),
    )
    def get(self, request: Request) -> Response:
        """List those that one may see, newest first."""
        pages, chosen = Pages(), read(CuratedFilterShape, request.query_params)
        rows = curated_answers(actor=self.actor, state=chosen.get("state", ""), words=chosen.get("q", ""))
        found = curated_entries(actor=self.actor, rows=pages.paginate_queryset(rows, request) or [])
        return pages.get_paginated_response([_show(entry) for entry in found])

    @extend_schema(
        operation_id="curated_answers_create", request=NewCuratedShape, responses={201: CuratedShape}
    )
    def post(self, request: Request) -> Response:
        """Write one; it answers from now on."""
        made = curated.create(actor=self.actor, text=read(NewCuratedShape, request.data))
        return Response(_show(access_curated_entry(actor=self.actor, curated_id=made)), status=201)


class CuratedAnswerView(TenantView):
    """One of them."""

    requires: ClassVar = {"get": READING, "patch": WRITING, "delete": WRITING}

    @extend_schema(operation_id="curated_answers_retrieve", responses=CuratedShape)
    def get(self, request: Request, curated_id: UUID) -> Response:
        """Show it."""
        return Response(_show(access_curated_entry(actor=self.actor, curated_id=curated_id)))

    @extend_schema(
        operation_id="curated_answers_partial_update", request=CuratedChangesShape, responses=CuratedShape
    )
    def patch(self, request: Request, curated_id: UUID) -> Response:
        """Change it, or say that it was reviewed."""
        curated.change(actor=self.actor, curated_id=curated_id, text=read(CuratedChangesShape, request.data))
        return Response(_show(access_curated_entry(actor=self.actor, curated_id=curated_id)))

    @extend_schema(operation_id="curated_answers_destroy", responses={204: None})
    def delete(self, request: Request, curated_id: UUID) -> Response:
        """Delete it."""
        curated.delete(actor=self.actor, curated_id=curated_id)
        return Response(status=204)


class CuratedMatchView(TenantView):
    """What a question would be answered by."""

    requires: ClassVar = {"post": READING}

    @extend_schema(
        operation_id="curated_answers_match", request=TestedQuestionShape, responses=ComparisonShape
    )
    def post(self, request: Request) -> Response:
        """Compare a question with the wordings."""
        question = read(TestedQuestionShape, request.data)["question"]
        return Response(ComparisonShape(curated.compare(actor=self.actor, question=question)).data)


def _show(entry: CuratedEntry) -> dict[str, Any]:
    return dict(CuratedShape(entry).data)
