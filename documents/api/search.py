"""Answer searches, and tell people who searched as them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions.searching import search
from documents.api.search_shapes import SearchedAsShape, WholeFoundShape, WholeSearchShape
from documents.showing import show_passage, show_searched_as, show_with_parents
from project.kernel.http.pages import page
from tenants.access.administration import searches_as
from tenants.api.base import PAGED, Requires, TenantView
from tenants.types import Scope


class SearchView(TenantView):
    """Passages for a question."""

    requires = {"post": Requires(Scope.SEARCH)}

    @extend_schema(operation_id="search", request=WholeSearchShape, responses=WholeFoundShape)
    def post(self, request: Request) -> Response:
        """Return exactly `min(k, visible matches)` passages, best first."""
        body = WholeSearchShape(data=request.data)
        body.is_valid(raise_exception=True)
        asked = dict(body.validated_data)
        is_explained, included = asked.pop("explain"), asked.pop("include")
        searched = search(actor=self.actor, question=asked.pop("query"), **asked)
        found, eyes = searched.found, searched.eyes
        shown = show_with_parents(eyes, found) if "parent" in included else None
        answer = {
            "query_id": found.query_id,
            "results": [show_passage(passage) for passage in found.passages] if shown is None else shown,
            "degraded": list(found.degraded),
            "ranked_by": found.ranked_by,
            "excluded": list(found.excluded),
            "timings_ms": dict(found.timings_ms),
            "index_version": found.index_version,
            "as_of": found.as_of,
            "meant_as_of": found.meant_as_of,
            **({} if eyes is self.actor else {"as_person": {"id": eyes.user_id, "email": eyes.email}}),
        }
        return Response({**answer, "explanation": dict(found.explanation)} if is_explained else answer)


class SearchedAsView(TenantView):
    """The searches that admins made as the caller."""

    requires = {"get": Requires(Scope.DOCUMENTS_READ)}
    takes = {"get": PAGED}

    @extend_schema(operation_id="searched_as_list", responses=SearchedAsShape(many=True))
    def get(self, request: Request) -> Response:
        """List who searched with the caller's eyes and when, newest first; not what for."""
        return page(request, searches_as(actor=self.actor), show_searched_as)
