"""Change, erase or retry many documents at once."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.actions import bulk_edit
from documents.api.collections import WRITE
from documents.api.life_shapes import LifeShape, with_life
from documents.api.shapes import Metadata, Names
from project.kernel.http.bodies import BoundedJSONParser
from project.kernel.http.shapes import BodyShape
from tenants.api.base import TenantView

MOST_IDS = 1_000
EMPTY_FILTER = 'An empty filter would mean every document; say `"all": true` where that is meant.'


class SelectionShape(BodyShape):
    """What the list of documents is filtered by."""

    collection = serializers.CharField(max_length=63, required=False)
    status = serializers.CharField(max_length=20, required=False)
    reason = serializers.CharField(max_length=60, required=False)
    q = serializers.CharField(max_length=300, required=False, source="words")
    metadata = serializers.DictField(child=serializers.CharField(), required=False)
    review = serializers.CharField(max_length=20, required=False)
    expiry = serializers.CharField(max_length=20, required=False)
    owner = serializers.CharField(max_length=320, required=False)
    filter = Metadata(required=False, help_text="A filter as `/search` takes it.")


class EditShape(LifeShape):
    """What is set on each document. Metadata are merged into what there is: a key that is null goes."""

    supersedes = None  # type: ignore[assignment]  # so a serializer leaves a field of its base out
    metadata = Metadata(required=False)
    readers = Names(required=False, help_text="None gives each document the readers of its collection.")
    collection = serializers.CharField(max_length=63, required=False)


class BulkEditShape(BodyShape):
    """Which documents are meant, by `ids`, `filter` or `all`, and what is done: `set` something, or `do` something."""

    ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=MOST_IDS, min_length=1
    )
    filter = SelectionShape(required=False)
    all = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Every document that the caller may see, for want of a filter.",
    )
    set = EditShape(required=False)
    do = serializers.ChoiceField(choices=["delete", "retry"], required=False)
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Only counts.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what says two things or nothing."""
        is_filtered = any(attrs.get("filter", {}).values())
        if "filter" in attrs and not is_filtered and not attrs["all"]:
            raise serializers.ValidationError({"filter": EMPTY_FILTER}, code="empty_filter")
        if ("ids" in attrs) + is_filtered + attrs["all"] != 1:
            raise serializers.ValidationError(
                {"ids": "Expected one of `ids`, `filter` and `all`."}, code="one_of"
            )
        if ("set" in attrs) == ("do" in attrs) or not attrs.get("set", True):
            raise serializers.ValidationError(
                {"set": "Expected either `set`, with something in it, or `do`."}, code="one_of"
            )
        return attrs


class EditFailureShape(serializers.Serializer[Any]):
    """A document that was left as it is, and why."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    detail = serializers.CharField()


class BulkEditedShape(serializers.Serializer[Any]):
    """How many documents were meant and changed, which were not, and the job that goes on where they are many."""

    matched = serializers.IntegerField()
    changed = serializers.IntegerField()
    failed = EditFailureShape(many=True)
    job = serializers.UUIDField(allow_null=True)


class BulkEditView(TenantView):
    """Many documents, changed at once."""

    requires = {"post": WRITE}
    parser_classes = (BoundedJSONParser,)

    @extend_schema(
        operation_id="documents_edit",
        request=BulkEditShape,
        responses={200: BulkEditedShape, 202: BulkEditedShape},
    )
    def post(self, request: Request) -> Response:
        """Change, erase or retry a selection of documents, or all that a filter leaves."""
        body = BulkEditShape(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        done = bulk_edit.edit(
            actor=self.actor, selection=_selection(asked), edit=_edit(asked), is_trial=asked["dry_run"]
        )
        failed = [asdict(failure) for failure in done.failed]
        answer = {"matched": done.matched, "changed": done.changed, "failed": failed, "job": done.job_id}
        return Response(answer, status=202 if done.job_id else 200)


def _selection(asked: Mapping[str, Any]) -> bulk_edit.Selection:
    if "ids" in asked:
        return bulk_edit.Selection(ids=tuple(asked["ids"]))
    return bulk_edit.Selection(filters=dict(asked.get("filter", {})))


def _edit(asked: Mapping[str, Any]) -> bulk_edit.Edit:
    if "do" in asked:
        return bulk_edit.Edit(work=asked["do"])
    return bulk_edit.Edit(work="set", **with_life(asked["set"]))
