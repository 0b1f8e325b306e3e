"""Describe curated answers as they go over REST."""

from typing import Any

from rest_framework import serializers

from chat.api.shapes import PersonShape
from project.kernel.http.shapes import AskedShape, BodyShape

STATES = ["answering", "held", "expired", "withdrawn"]
FILTERS = ["due", "answering", "expired", "withdrawn"]
DUE = ["review", "source_changed", "source_gone"]
DIFFERENCES = ["", "meaning", "asks", "words", "order"]
QUESTION_CHARACTERS, ANSWER_CHARACTERS, MOST_WORDINGS, MOST_DOCUMENTS = 500, 20_000, 30, 20


class CitedSourceShape(BodyShape):
    """A document that is cited, and which passage of it is shown: its first, where none is named."""

    document = serializers.UUIDField()
    chunk = serializers.UUIDField(required=False, allow_null=True, default=None)


class NewCuratedShape(BodyShape):
    """An editor's answer as it is written."""

    question = serializers.CharField(max_length=QUESTION_CHARACTERS)
    wordings = serializers.ListField(
        child=serializers.CharField(max_length=QUESTION_CHARACTERS),
        max_length=MOST_WORDINGS,
        required=False,
        default=list,
        help_text="Other ways to ask the same.",
    )
    answer = serializers.CharField(
        max_length=ANSWER_CHARACTERS, help_text="Markdown; [1] points to the first document."
    )
    readers = serializers.ListField(
        child=serializers.CharField(max_length=300), help_text="Who is given it: `everyone`, groups, people."
    )
    documents = serializers.ListField(
        child=CitedSourceShape(), required=False, default=list, max_length=MOST_DOCUMENTS
    )
    owner = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="A member; you, unless named."
    )
    review_on = serializers.DateField(required=False, allow_null=True, default=None)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class CuratedChangesShape(BodyShape):
    """What is to be changed of it; any change, an empty one too, is a review."""

    question = serializers.CharField(max_length=QUESTION_CHARACTERS, required=False)
    wordings = serializers.ListField(
        child=serializers.CharField(max_length=QUESTION_CHARACTERS), max_length=MOST_WORDINGS, required=False
    )
    answer = serializers.CharField(max_length=ANSWER_CHARACTERS, required=False)
    readers = serializers.ListField(child=serializers.CharField(max_length=300), required=False)
    documents = serializers.ListField(child=CitedSourceShape(), required=False, max_length=MOST_DOCUMENTS)
    owner = serializers.CharField(max_length=300, required=False)
    review_on = serializers.DateField(required=False, allow_null=True)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    withdrawn = serializers.BooleanField(required=False)


class CuratedSourceShape(serializers.Serializer[Any]):
    """A document that an answer cites, to who may read it."""

    document = serializers.UUIDField()
    chunk = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    changed = serializers.BooleanField(source="has_changed")
    narrower = serializers.BooleanField(
        source="is_narrower", help_text="Some who are given the answer may not read this document."
    )


class CuratedShape(serializers.Serializer[Any]):
    """An editor's answer, with what is due."""

    id = serializers.UUIDField(source="row.id")
    question = serializers.CharField()
    wordings = serializers.ListField(child=serializers.CharField())
    answer = serializers.CharField(source="row.answer", allow_blank=True)
    readers = serializers.ListField(child=serializers.CharField())
    documents = CuratedSourceShape(many=True)
    hidden_documents = serializers.IntegerField(
        help_text="How many more it cites that you may not see; they stay, under their numbers."
    )
    owner = PersonShape(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    due = serializers.ListField(child=serializers.ChoiceField(choices=DUE))
    withdrawn = serializers.BooleanField(source="row.is_withdrawn")
    review_on = serializers.DateField(source="row.review_on", allow_null=True)
    expires_at = serializers.DateTimeField(source="row.expires_at", allow_null=True)
    reviewed_at = serializers.DateTimeField(source="row.reviewed_at")
    reviewed_by = PersonShape(allow_null=True)
    created_at = serializers.DateTimeField(source="row.created_at")
    updated_at = serializers.DateTimeField(source="row.updated_at")


class TestedQuestionShape(BodyShape):
    """A question that somebody might ask."""

    question = serializers.CharField(max_length=QUESTION_CHARACTERS)


class ComparedShape(serializers.Serializer[Any]):
    """How near a wording is, and in what it differs: nothing where it asks the same."""

    curated = serializers.UUIDField()
    wording = serializers.CharField()
    cosine = serializers.FloatField(allow_null=True)
    differs = serializers.ChoiceField(choices=DIFFERENCES, allow_blank=True)


class ComparisonShape(serializers.Serializer[Any]):
    """What a question would be answered by, the nearest first."""

    threshold = serializers.FloatField()
    results = ComparedShape(many=True)


class CuratedFilterShape(AskedShape):
    """How the list may be narrowed."""

    state = serializers.ChoiceField(choices=FILTERS, required=False)
    q = serializers.CharField(max_length=QUESTION_CHARACTERS, required=False)
