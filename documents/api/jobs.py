"""Show jobs and cancel them; import websites."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.access import visible_jobs
from documents.actions import imports, stopping
from documents.api.collections import WRITE
from documents.api.job_shapes import JobShape
from documents.api.shapes import ImportShape, JobsAskedShape, StartedShape
from documents.api.work_shapes import ExplainedJobShape
from documents.explaining import explain_job
from documents.showing import describe_job, show_job
from project.kernel.http.pages import page
from tenants.api.base import PAGED, Requires, TenantView, named
from tenants.types import Role, Scope

# Jobs of either kind: loading documents, and building indexes.
ASKED = Requires(Scope.DOCUMENTS_WRITE, Role.CURATOR, or_scope=Scope.ADMIN)

FILTERS = [
    OpenApiParameter("kind", description="Jobs of one kind."),
    OpenApiParameter("steps", bool, description="False leaves out the steps of what people asked for."),
]


class JobsView(TenantView):
    """The tenant's jobs."""

    requires = {"get": ASKED}
    takes = {"get": PAGED | named(FILTERS)}

    @extend_schema(operation_id="jobs_list", parameters=FILTERS, responses=JobShape(many=True))
    def get(self, request: Request) -> Response:
        """List the tenant's jobs, newest first."""
        asked = JobsAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        kind, has_steps = asked.validated_data["kind"], asked.validated_data["steps"]
        rows = visible_jobs(actor=self.actor, kind=kind, has_steps=has_steps)
        return page(request, rows, lambda row: show_job(row, self.actor))


class JobView(TenantView):
    """One job."""

    requires = {"get": ASKED}

    def reading(self) -> AbstractContextManager[None]:
        """Leave out the transaction of other views: the pools stand outside of the tenant."""
        return nullcontext()

    @extend_schema(operation_id="jobs_read", responses=ExplainedJobShape)
    def get(self, request: Request, job_id: UUID) -> Response:
        """Return a job, how far it is, and what it waits for."""
        return Response(explain_job(actor=self.actor, job_id=job_id))


class CancelJobView(TenantView):
    """Stop a job."""

    requires = {"post": ASKED}

    @extend_schema(operation_id="jobs_cancel", request=None, responses={202: JobShape})
    def post(self, request: Request, job_id: UUID) -> Response:
        """Cancel an upload, an import or a build that waits, or ask the one that runs to stop."""
        stopping.cancel_job(actor=self.actor, job_id=job_id)
        return Response(describe_job(actor=self.actor, job_id=job_id), status=202)


class ImportsView(TenantView):
    """Websites as documents."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="imports_start", request=ImportShape, responses={202: StartedShape})
    def post(self, request: Request) -> Response:
        """Read a website, or the part of it below a path, into a collection."""
        body = ImportShape(data=request.data)
        body.is_valid(raise_exception=True)
        return Response({"job": imports.start(actor=self.actor, **body.validated_data)}, status=202)
