"""Read and change which words mean the same, and decide on what documents explain."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import synonyms
from documents.api.search_settings import ADMIN, ETAG, IF_MATCH, base_of, tag
from project.kernel.http.shapes import BodyShape
from tenants.api.base import TenantView


class SynonymGroupShape(BodyShape):
    """Terms that mean the same."""

    terms = serializers.ListField(child=serializers.CharField(max_length=200), max_length=50)
    one_way = serializers.BooleanField(
        default=False, help_text="The first is also searched for by the others, which are not by it."
    )


class SynonymsShape(BodyShape):
    """The tenant's own lists."""

    groups = SynonymGroupShape(many=True)


class PairDocumentShape(serializers.Serializer[Any]):
    """A document that explains a short form."""

    id = serializers.UUIDField()
    title = serializers.CharField()


class SuggestedShape(serializers.Serializer[Any]):
    """A short form as documents explain it."""

    short = serializers.CharField()
    long = serializers.CharField()
    documents = PairDocumentShape(many=True, help_text="Some of those that explain it.")
    count = serializers.IntegerField(help_text="How many explain it.")
    rejected = serializers.BooleanField()


class SuggestionsShape(serializers.Serializer[Any]):
    """What documents explain."""

    results = SuggestedShape(many=True)


class DecisionShape(BodyShape):
    """What becomes of a short form that documents explain."""

    short = serializers.CharField(max_length=100)
    long = serializers.CharField(max_length=200)
    decision = serializers.ChoiceField(choices=["accept", "reject", "undo"])


class SynonymsView(TenantView):
    """The tenant's own synonyms."""

    requires = {"get": ADMIN, "put": ADMIN}

    @extend_schema(operation_id="synonyms_read", responses=SynonymsShape, parameters=[ETAG])
    def get(self, request: Request) -> Response:
        """Return the lists."""
        return _shown(synonyms.read(actor=self.actor))

    @extend_schema(
        operation_id="synonyms_replace",
        request=SynonymsShape,
        responses=SynonymsShape,
        parameters=[IF_MATCH, ETAG],
    )
    def put(self, request: Request) -> Response:
        """Keep these lists in place of those before; they hold from the next search on."""
        body = SynonymsShape(data=request.data)
        body.is_valid(raise_exception=True)
        groups = body.validated_data["groups"]
        return _shown(synonyms.replace(actor=self.actor, groups=groups, base=base_of(request)))


class SuggestionsView(TenantView):
    """The short forms that documents explain."""

    requires = {"get": ADMIN, "post": ADMIN}

    @extend_schema(operation_id="synonyms_suggested", responses=SuggestionsShape)
    def get(self, request: Request) -> Response:
        """Return what documents explain, each with some of the documents that it comes from."""
        found = synonyms.suggested(actor=self.actor)
        return Response({"results": [_suggested(one) for one in found]})

    @extend_schema(operation_id="synonyms_decide", request=DecisionShape, responses=SynonymsShape)
    def post(self, request: Request) -> Response:
        """Accept one into the tenant's own lists, where it helps everyone, or let no search use it."""
        body = DecisionShape(data=request.data)
        body.is_valid(raise_exception=True)
        return _shown(synonyms.decide(actor=self.actor, **body.validated_data))


class LookAgainView(TenantView):
    """The search for short forms."""

    requires = {"post": ADMIN}

    @extend_schema(operation_id="synonyms_look_again", request=None, responses={202: None})
    def post(self, request: Request) -> Response:
        """Look through the documents that came since the last look, now and not at its time."""
        synonyms.look_again(actor=self.actor)
        return Response(status=202)


def _shown(lists: synonyms.Lists) -> Response:
    return Response({"groups": [dict(group) for group in lists.groups]}, headers=tag(lists.base))


def _suggested(one: Any) -> dict[str, Any]:
    return {
        "short": one.short,
        "long": one.long,
        "documents": [{"id": key, "title": title} for key, title in one.documents],
        "count": one.count,
        "rejected": one.is_rejected,
    }
