"""Take feedback, show the admins' inbox, and give it away as JSON lines or CSV."""

import csv
import io
import json
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from chat.access import Entry, access_entry, entries, feedback_in_triage
from chat.actions import feedback
from chat.api.answers import read
from chat.api.pages import CURSOR, page_shape
from chat.api.shapes import DIAGNOSES, REASONS, TRIAGE_STATUSES, FeedbackShape, OpinionShape, TriageShape
from project.kernel.http import Pages
from project.kernel.http.shapes import AskedShape
from tenants.api.base import PAGED, Requires, TenantView, named
from tenants.types import Role, Scope

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
FILTERS = [
    OpenApiParameter("rating", str, enum=["up", "down"]),
    OpenApiParameter("reason", str, enum=REASONS),
    OpenApiParameter("status", str, enum=TRIAGE_STATUSES),
    OpenApiParameter("diagnosis", str, enum=DIAGNOSES),
]


class FilterShape(AskedShape):
    """How the inbox may be narrowed."""

    rating = serializers.ChoiceField(choices=["up", "down"], required=False)
    reason = serializers.ChoiceField(choices=REASONS, required=False)
    status = serializers.ChoiceField(choices=TRIAGE_STATUSES, required=False)
    diagnosis = serializers.ChoiceField(choices=DIAGNOSES, required=False)


class ExportFilterShape(FilterShape):
    """How an export may be narrowed, and its format."""

    format = serializers.ChoiceField(choices=["jsonl", "csv"], default="jsonl")


class OpinionView(TenantView):
    """One's own opinion of an answer."""

    requires: ClassVar = {"put": Requires(Scope.FEEDBACK_WRITE), "delete": Requires(Scope.FEEDBACK_WRITE)}

    @extend_schema(operation_id="messages_feedback_update", request=OpinionShape, responses=OpinionShape)
    def put(self, request: Request, message_id: UUID) -> Response:
        """Give it, in place of an earlier one."""
        given = read(OpinionShape, request.data)
        given |= {
            "reasons": tuple(given["reasons"]),
            "expected_document": given["expected_document"] or "",
        }
        opinion = feedback.Opinion(**given)
        kept = feedback.give(actor=self.actor, message_id=message_id, opinion=opinion)
        return Response(OpinionShape(kept).data)

    @extend_schema(operation_id="messages_feedback_destroy", responses={204: None})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Take it back."""
        feedback.take_back(actor=self.actor, message_id=message_id)
        return Response(status=204)


class InboxView(TenantView):
    """Everybody's feedback."""

    requires: ClassVar = {"get": Requires(Scope.QUALITY_READ, Role.ANALYST)}
    takes: ClassVar = {"get": PAGED | named(FILTERS)}

    @extend_schema(
        operation_id="feedback_list", parameters=[*FILTERS, *CURSOR], responses=page_shape(FeedbackShape)
    )
    def get(self, request: Request) -> Response:
        """List it, newest first."""
        pages = Pages()
        rows = feedback_in_triage(actor=self.actor, **read(FilterShape, request.query_params))
        found = entries(actor=self.actor, rows=pages.paginate_queryset(rows, request) or [])
        return pages.get_paginated_response([_show(entry) for entry in found])


class TriageView(TenantView):
    """The handling of one feedback."""

    requires: ClassVar = {"patch": Requires(Scope.QUALITY_WRITE, Role.ANALYST)}

    @extend_schema(operation_id="feedback_partial_update", request=TriageShape, responses=FeedbackShape)
    def patch(self, request: Request, feedback_id: UUID) -> Response:
        """Say what was made of it."""
        triage = feedback.Triage(**read(TriageShape, request.data))
        feedback.triage(actor=self.actor, feedback_id=feedback_id, triage=triage)
        return Response(_show(access_entry(actor=self.actor, feedback_id=feedback_id)))


class ExportView(TenantView):
    """Everybody's feedback in one file."""

    requires: ClassVar = {"get": Requires(Scope.QUALITY_READ, Role.ANALYST)}
    takes: ClassVar = {"get": frozenset({"format"}) | named(FILTERS)}

    @extend_schema(
        operation_id="feedback_export",
        parameters=[OpenApiParameter("format", str, enum=["jsonl", "csv"]), *FILTERS],
        responses={
            (200, "application/x-ndjson"): OpenApiResponse(OpenApiTypes.STR, description="A line each."),
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="A row each."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """Give it as JSON lines or CSV."""
        chosen = read(ExportFilterShape, request.query_params)
        form = chosen.pop("format")
        rows = feedback_in_triage(actor=self.actor, **chosen).order_by("id")
        shown = [_show(entry) for entry in entries(actor=self.actor, rows=rows)]
        return _csv(shown) if form == "csv" else _json_lines(shown)


def _show(entry: Entry) -> dict[str, Any]:
    return dict(FeedbackShape(entry).data)


def _json_lines(shown: list[dict[str, Any]]) -> HttpResponse:
    lines = "".join(json.dumps(entry, cls=JSONEncoder, ensure_ascii=False) + "\n" for entry in shown)
    return _file(lines, "application/x-ndjson", "feedback.jsonl")


def _csv(shown: list[dict[str, Any]]) -> HttpResponse:
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=list(FeedbackShape().fields))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in entry.items()} for entry in shown)
    return _file(table.getvalue(), "text/csv; charset=utf-8", "feedback.csv")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, cls=JSONEncoder, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, content_type=content_type, headers=headers)
