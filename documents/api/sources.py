"""Add, list, try, change and remove sources; start their runs and answer those that ask."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import describing, sources, syncs
from documents.api.collections import WRITE
from documents.api.source_shapes import (
    HAPPENED,
    KindsShape,
    LogAskedShape,
    NewSourceShape,
    RunShape,
    SourceChangesShape,
    SourceRemovalShape,
    SourceShape,
    SyncShape,
    TriedShape,
    TryShape,
    WholeRunShape,
)
from documents.origins import access_run, visible_runs, visible_sources
from documents.syncing.showing import (
    Runs,
    describe_run,
    describe_source,
    show_kinds,
    show_run,
    show_whole_run,
)
from documents.syncing.trying import try_source
from project.kernel.http.pages import page
from tenants.api.base import PAGED, TenantView, named

LOG_FILTERS = [
    OpenApiParameter("happened", enum=HAPPENED, description="Entries of one sort."),
    OpenApiParameter("q", description="Words of an item's name or of a reason."),
]
DOCUMENTS = OpenApiParameter(
    "documents",
    enum=["keep", "erase"],
    description="What becomes of the source's documents; must be said where it has some.",
)


class KindsView(TenantView):
    """The kinds of sources."""

    requires = {"get": WRITE}

    @extend_schema(operation_id="sources_kinds", responses=KindsShape)
    def get(self, request: Request) -> Response:
        """List the kinds of sources, with what each asks for."""
        return Response({"results": show_kinds()})


class SourcesView(TenantView):
    """All sources."""

    requires = {"get": WRITE, "post": WRITE}
    takes = {"get": PAGED}

    @extend_schema(operation_id="sources_list", responses=SourceShape(many=True))
    def get(self, request: Request) -> Response:
        """List the sources of the collections that the caller may see, newest first."""
        return page(request, visible_sources(actor=self.actor), lambda row: Runs(self.actor, [row]).show(row))

    @extend_schema(operation_id="sources_create", request=NewSourceShape, responses={201: SourceShape})
    def post(self, request: Request) -> Response:
        """Add a source, which acts as the caller from now on."""
        body = NewSourceShape(data=request.data)
        body.is_valid(raise_exception=True)
        new = describing.NewSource(**{"schedule": describing.MANUAL, **body.validated_data})
        made = sources.create(actor=self.actor, source=new)
        return Response(describe_source(actor=self.actor, source_id=made), status=201)


class TryView(TenantView):
    """A source that may not be there yet."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="sources_test", request=TryShape, responses=TriedShape)
    def post(self, request: Request) -> Response:
        """Say whether a source can be read, with its first ten items."""
        body = TryShape(data=request.data)
        body.is_valid(raise_exception=True)
        asked = dict(body.validated_data)
        tried = try_source(actor=self.actor, source_id=asked.pop("source"), **asked)
        error = {"code": tried.code, "detail": tried.detail} if tried.code else None
        names = ("external_id", "title", "url", "size_bytes")
        items = [{name: getattr(item, name) for name in names} for item in tried.items]
        return Response({"reached": error is None, "error": error, "items": items})


class SourceView(TenantView):
    """One source."""

    requires = {"get": WRITE, "patch": WRITE, "delete": WRITE}
    takes = {"delete": frozenset({"documents"})}

    @extend_schema(operation_id="sources_read", responses=SourceShape)
    def get(self, request: Request, source_id: UUID) -> Response:
        """Return a source, its latest run and how many documents it keeps."""
        return Response(describe_source(actor=self.actor, source_id=source_id))

    @extend_schema(operation_id="sources_change", request=SourceChangesShape, responses=SourceShape)
    def patch(self, request: Request, source_id: UUID) -> Response:
        """Change a source."""
        body = SourceChangesShape(data=request.data)
        body.is_valid(raise_exception=True)
        changes = sources.SourceChanges(**body.validated_data)
        sources.change(actor=self.actor, source_id=source_id, changes=changes)
        return Response(describe_source(actor=self.actor, source_id=source_id))

    @extend_schema(operation_id="sources_remove", parameters=[DOCUMENTS], responses={204: None})
    def delete(self, request: Request, source_id: UUID) -> Response:
        """Remove a source; its documents stay as they are, or go with it."""
        asked = SourceRemovalShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        sources.remove(actor=self.actor, source_id=source_id, documents=asked.validated_data["documents"])
        return Response(status=204)


class SyncView(TenantView):
    """A run that begins now."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="sources_sync", request=SyncShape, responses={202: RunShape})
    def post(self, request: Request, source_id: UUID) -> Response:
        """Bring what stands at the source here, or say what that would do."""
        body = SyncShape(data=request.data)
        body.is_valid(raise_exception=True)
        run = syncs.start(actor=self.actor, source_id=source_id, **body.validated_data)
        return Response(describe_run(actor=self.actor, source_id=source_id, run_id=run), status=202)


class RunsView(TenantView):
    """The runs of a source."""

    requires = {"get": WRITE}
    takes = {"get": PAGED}

    @extend_schema(operation_id="sources_runs", responses=RunShape(many=True))
    def get(self, request: Request, source_id: UUID) -> Response:
        """List a source's runs, newest first."""
        return page(request, visible_runs(actor=self.actor, source_id=source_id), show_run)


class RunView(TenantView):
    """One run."""

    requires = {"get": WRITE}
    takes = {"get": named(LOG_FILTERS)}

    @extend_schema(operation_id="sources_run", parameters=LOG_FILTERS, responses=WholeRunShape)
    def get(self, request: Request, source_id: UUID, run_id: UUID) -> Response:
        """Return a run with its log."""
        asked = LogAskedShape(data=request.query_params)
        asked.is_valid(raise_exception=True)
        filters = asked.validated_data
        run = access_run(actor=self.actor, source_id=source_id, run_id=run_id)
        return Response(show_whole_run(run, happened=filters["happened"], words=filters["q"]))


class ConfirmView(TenantView):
    """A person's yes."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="sources_confirm", request=None, responses={202: RunShape})
    def post(self, request: Request, source_id: UUID, run_id: UUID) -> Response:
        """Let a run that asks remove what vanished at the source."""
        syncs.confirm(actor=self.actor, source_id=source_id, run_id=run_id)
        return Response(describe_run(actor=self.actor, source_id=source_id, run_id=run_id), status=202)


class RefuseView(TenantView):
    """A person's no."""

    requires = {"post": WRITE}

    @extend_schema(operation_id="sources_refuse", request=None, responses=RunShape)
    def post(self, request: Request, source_id: UUID, run_id: UUID) -> Response:
        """Have what vanished at the source stay here; the next run asks again while it is gone."""
        syncs.refuse(actor=self.actor, source_id=source_id, run_id=run_id)
        return Response(describe_run(actor=self.actor, source_id=source_id, run_id=run_id))
