"""Describe a search as admins may ask for it: as another person, with other settings."""

from typing import Any

from rest_framework import serializers

from documents.api.shapes import FoundShape, SearchShape


class WholeSearchShape(SearchShape):
    """A search, for admins also as another person or with other settings."""

    as_of = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="A day (as it ended, by UTC) or a moment, ISO 8601, not in the future: answer from the versions that"
        " were in force then, to today's readers of their documents.",
    )
    as_person = serializers.CharField(
        max_length=320,
        required=False,
        allow_null=True,
        default=None,
        help_text="Whose eyes an owner or admin searches with: a member by the e-mail address or the person's id. The"
        " audit trail keeps it.",
    )
    settings = serializers.DictField(
        required=False,
        default=dict,
        help_text="Settings of the search in place of the company's, for this one search; for owners and admins.",
    )


class WholeFoundShape(FoundShape):
    """The results of a search, and as whom an admin asked."""

    as_of = serializers.DateTimeField(
        allow_null=True, help_text="The moment whose versions these are of, where one was asked for."
    )
    meant_as_of = serializers.DateField(
        allow_null=True,
        help_text="The day that words of the query mean, where some results are of versions of then.",
    )
    as_person = serializers.DictField(required=False)


class SearchedAsShape(serializers.Serializer[Any]):
    """A search that an admin made as the caller: when and who, not what for."""

    id = serializers.UUIDField()
    searched_at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
