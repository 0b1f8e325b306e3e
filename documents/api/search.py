"""Answer searches."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions.searching import search
from documents.api.shapes import FoundShape, SearchShape
from documents.showing import show_passage, show_with_parents
from tenants.api.base import Requires, TenantView
from tenants.types import Scope


class SearchView(TenantView):
    """Passages for a question."""

    requires = {"post": Requires(Scope.SEARCH)}

    @extend_schema(operation_id="search", request=SearchShape, responses=FoundShape)
    def post(self, request: Request) -> Response:
        """Return exactly `min(k, visible matches)` passages, best first."""
        body = SearchShape(data=request.data)
        body.is_valid(raise_exception=True)
        asked = dict(body.validated_data)
        is_explained, included = asked.pop("explain"), asked.pop("include")
        found = search(actor=self.actor, question=asked.pop("query"), **asked)
        shown = show_with_parents(self.actor, found.passages) if "parent" in included else None
        answer = {
            "query_id": found.query_id,
            "results": [show_passage(passage) for passage in found.passages] if shown is None else shown,
            "degraded": list(found.degraded),
            "timings_ms": dict(found.timings_ms),
            "index_version": found.index_version,
        }
        return Response({**answer, "explanation": dict(found.explanation)} if is_explained else answer)
