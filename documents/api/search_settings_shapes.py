"""Describe the settings of a search, each field as `SearchSettings` has it."""

from dataclasses import Field
from typing import Any

from rest_framework import serializers

from documents.search.settings import SearchSettings
from project.kernel.http.shapes import BodyShape


def _field(each: Field[Any], **more: Any) -> serializers.Field[Any, Any, Any, Any]:
    told = {"help_text": each.metadata["says"], **more}
    held = each.metadata
    bounds = {"min_value": held["least"], "max_value": held["most"]} if "least" in held else {}
    if isinstance(each.default, bool):
        return serializers.BooleanField(**told)
    if isinstance(each.default, int):
        return serializers.IntegerField(**bounds, **told)
    if isinstance(each.default, float):
        return serializers.FloatField(**bounds, **told)
    if choices := each.metadata.get("choices"):
        return serializers.ChoiceField(choices=list(choices), **told)
    return serializers.CharField(**told)


class _Chosen(serializers.Serializer[Any]):
    """What is set."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return a field for each setting."""
        return {each.name: _field(each) for each in SearchSettings.choices()}


class ChosenSettingsShape(_Chosen):
    """Each setting as it is in force."""


class SettingsChangesShape(BodyShape):
    """The settings that change; what is not named stays."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return a field for each setting, none of which is required."""
        return {each.name: _field(each, required=False) for each in SearchSettings.choices()}


class SearchSettingShape(serializers.Serializer[Any]):
    """What one setting does."""

    name = serializers.CharField()
    says = serializers.CharField(help_text="What it does, for people.")
    default = serializers.JSONField()
    least = serializers.FloatField(allow_null=True)
    most = serializers.FloatField(allow_null=True)
    choices = serializers.ListField(child=serializers.CharField(), allow_empty=True)


class SearchSettingsShape(serializers.Serializer[Any]):
    """The settings of the tenant's search."""

    settings = ChosenSettingsShape()
    about = SearchSettingShape(many=True)


def show_about() -> list[dict[str, Any]]:
    """Return what each setting does."""
    return [
        {
            "name": each.name,
            "says": each.metadata["says"],
            "default": each.default,
            "least": each.metadata.get("least"),
            "most": each.metadata.get("most"),
            "choices": list(each.metadata.get("choices", ())),
        }
        for each in SearchSettings.choices()
    ]
