"""Explain what waits, and try again what failed."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import retrying
from documents.api.collections import READ, WRITE
from documents.api.jobs import ASKED
from documents.api.work_shapes import (
    DocumentProgressShape,
    FailureReasonShape,
    FailuresAskedShape,
    QueueShape,
    RetriedShape,
    RetryAllShape,
)
from documents.explaining import explain_document, explain_queues, failures
from project.kernel.http.bodies import BoundedJSONParser
from project.kernel.http.pages import Whole, whole
from tenants.api.base import TenantView


class ProgressView(TenantView):
    """Where a document stands."""

    requires = {"get": READ}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: the pools stand outside of the tenant."""
        return nullcontext()

    @extend_schema(operation_id="documents_progress", responses=DocumentProgressShape)
    def get(self, request: Request, document_id: UUID) -> Response:
        """Say in which queue a document is, why it waits, who works on it, and what each stage takes."""
        return Response(explain_document(actor=self.actor, document_id=document_id))


class QueuesView(TenantView):
    """The queues, as this tenant sees them."""

    pagination_class = Whole
    requires = {"get": ASKED}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: the pools stand outside of the tenant."""
        return nullcontext()

    @extend_schema(operation_id="queues_list", responses=QueueShape(many=True))
    def get(self, request: Request) -> Response:
        """Say of each queue what of the tenant's waits and runs in it, and whether it moves at all."""
        return whole(explain_queues())


class FailuresView(TenantView):
    """What failed, by reason."""

    pagination_class = Whole
    requires = {"get": WRITE}
    takes = {"get": frozenset({"collection"})}

    @extend_schema(
        operation_id="documents_failures",
        parameters=[OpenApiParameter("collection", description="Of one collection.")],
        responses=FailureReasonShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Count the documents that failed or were set aside by their reason, most first."""
        asked = FailuresAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return whole(failures(actor=self.actor, collection=asked.validated_data["collection"]))


class RetryAllView(TenantView):
    """Another attempt at all that failed."""

    requires = {"post": WRITE}
    parser_classes = (BoundedJSONParser,)

    @extend_schema(operation_id="documents_retry_all", request=RetryAllShape, responses={202: RetriedShape})
    def post(self, request: Request) -> Response:
        """Try again all documents that failed or were set aside, or those of one reason or collection."""
        body = RetryAllShape(data=request.data)
        body.is_valid(raise_exception=True)
        retried, left = retrying.retry_all(actor=self.actor, **body.validated_data)
        return Response({"retried": retried, "left": left}, status=202)
