"""Take bodies and addresses that say what we know, and nothing beside it: a slip of the pen is told, not ignored."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.settings import api_settings

from project.kernel.errors import UNKNOWN_FIELD, UNKNOWN_PARAMETER, FieldError, Invalid
from project.kernel.unknown import listed, said_of, unknown_names

NON_FIELD_ERRORS = api_settings.NON_FIELD_ERRORS_KEY
# What JSON calls what was sent in place of an object.
KINDS: Mapping[type, str] = {
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


class AskedShape(serializers.Serializer[Any]):
    """Read what is asked, in a body or an address, and say of a wrong choice which there are."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the values; raise ValidationError that names each wrong field."""
        for field in self.fields.values():
            _list_choices(field)
        return super().to_internal_value(data)


class BodyShape(AskedShape):
    """Read a body, or an object inside of one, and refuse a field that it does not know."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the values; raise ValidationError that names each unknown field, and the known one it is near."""
        # What is only told is not asked for, either: whoever sends it would wait for it to count.
        known = [name for name, field in self.fields.items() if not field.read_only]
        if not isinstance(data, Mapping):
            said = f"Expected an object of {listed(known)}, not {KINDS.get(type(data), 'this')}."
            raise serializers.ValidationError({NON_FIELD_ERRORS: [said]}, code="invalid")
        if unknown := unknown_names(data, known):
            wrong = {name: [said_of(name, known)] for name in unknown}
            raise serializers.ValidationError(wrong, code=UNKNOWN_FIELD)
        return super().to_internal_value(data)


def refuse_unknown_parameters(given: Iterable[str], known: Collection[str]) -> None:
    """Raise Invalid for parameters of an address that mean nothing."""
    unknown = unknown_names(given, known)
    errors = [FieldError(name, UNKNOWN_PARAMETER, said_of(name, known, "parameter")) for name in unknown]
    if errors:
        raise Invalid(errors[0].detail, errors=errors, code=UNKNOWN_PARAMETER)


def _list_choices(field: Any) -> None:
    """Have the error about a wrong choice say which there are."""
    chooses = field.child if isinstance(field, serializers.ListField) else field
    if isinstance(chooses, serializers.ChoiceField):
        choices = listed([str(choice) for choice in chooses.choices])
        said = f'"{{input}}" is not a valid choice. Expected any of {choices}.'
        chooses.error_messages["invalid_choice"] = said
