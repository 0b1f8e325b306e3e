"""Take bodies and addresses that say what we know, and nothing beside it: a slip of the pen is told, not ignored."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from rest_framework import serializers

from project.kernel.errors import UNKNOWN_FIELD, UNKNOWN_PARAMETER, FieldError, Invalid
from project.kernel.unknown import said_of, unknown_names


class BodyShape(serializers.Serializer[Any]):
    """Read a body, or an object inside of one, and refuse a field that it does not know."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the values; raise ValidationError that names each unknown field, and the known one it is near."""
        # What is only told is not asked for, either: whoever sends it would wait for it to count.
        known = [name for name, field in self.fields.items() if not field.read_only]
        if isinstance(data, Mapping) and (unknown := unknown_names(data, known)):
            wrong = {name: [said_of(name, known)] for name in unknown}
            raise serializers.ValidationError(wrong, code=UNKNOWN_FIELD)
        return super().to_internal_value(data)


def refuse_unknown_parameters(given: Iterable[str], known: Collection[str]) -> None:
    """Raise Invalid for parameters of an address that mean nothing."""
    unknown = unknown_names(given, known)
    errors = [FieldError(name, UNKNOWN_PARAMETER, said_of(name, known, "parameter")) for name in unknown]
    if errors:
        raise Invalid(errors[0].detail, errors=errors, code=UNKNOWN_PARAMETER)
