"""Describe test sets and their cases."""

from typing import Any

from rest_framework import serializers

from chat.protocol.client import QUESTION_LIMIT_CHARACTERS
from project.kernel.http.shapes import BodyShape


class TestSetShape(BodyShape):
    """A named list of cases."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=200)
    cases = serializers.IntegerField(source="size", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class ExpectedShape(serializers.Serializer[Any]):
    """A document that should be found."""

    id = serializers.UUIDField()
    title = serializers.CharField()


class NewCaseShape(BodyShape):
    """A question, how it is asked, and what should be found."""

    question = serializers.CharField(max_length=QUESTION_LIMIT_CHARACTERS)
    expected_documents = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=50
    )
    mode = serializers.ChoiceField(choices=["hybrid", "dense", "lexical"], required=False, default="hybrid")
    collections = serializers.ListField(
        child=serializers.CharField(max_length=63), required=False, default=list, max_length=200
    )
    settings = serializers.DictField(
        required=False,
        default=dict,
        help_text="Settings of the search that were tried in place of the company's.",
    )


class CaseShape(serializers.Serializer[Any]):
    """A case as it is kept, with the expected documents that the caller may see."""

    id = serializers.UUIDField()
    question = serializers.CharField(allow_blank=True)
    is_withheld = serializers.BooleanField(
        help_text="The caller sees no document that is expected: the question and what it is asked with are not shown."
    )
    expected_documents = ExpectedShape(many=True)
    hidden = serializers.IntegerField(help_text="How many expected documents the caller may not see.")
    mode = serializers.CharField()
    collections = serializers.ListField(child=serializers.CharField())
    settings = serializers.DictField()
    created_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
