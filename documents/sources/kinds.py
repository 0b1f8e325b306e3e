"""Describe a kind of source: what is asked of the person who adds one, and what reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue

from documents.sources.types import Connector

# What most people leave as it is: a form shows such a setting when it is asked to.
REFINING: dict[str, JsonValue] = {"refining": True}
# What chooses from a place, and is no other place: the secrets are not asked for again.
CHOOSING: dict[str, JsonValue] = {"refining": True, "harmless": True}


class Settings(BaseModel):
    """Stand at the base of the settings of a kind, from which forms and checks are made.

    A field has a type (str, int, bool, list[str], Literal), `title`, `description` and, as a form's hint, `examples`;
    one that is seldom needed says so by `json_schema_extra=REFINING`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, kw_only=True)
class Secret:
    """Ask for something that is sealed at once and never shown again."""

    name: str
    title: str
    description: str = ""
    # A key of several lines, such as a private key.
    is_long: bool = False
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Name a kind of source, its settings and secrets, and its connector's factory as `module:function`.

    The factory takes the checked settings and the secrets by name; its module is loaded with the first connector.
    """

    name: str
    title: str
    description: str
    settings: type[Settings]
    secrets: tuple[Secret, ...] = ()
    connector: str

    def place(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings that say where secrets are sent."""
        return {name: value for name, value in settings.items() if self.is_placing(name)}

    def is_placing(self, name: str) -> bool:
        """Say whether another value of a setting is another place."""
        field = self.settings.model_fields.get(name)
        extra = field.json_schema_extra if field else None
        return not (isinstance(extra, dict) and extra.get("harmless"))

    def create(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Connector:
        """Return a connector; raise pydantic's ValidationError for settings that are not of this kind."""
        module, _, function = self.connector.partition(":")
        create = getattr(import_module(module), function)
        connector: Connector = create(self.settings.model_validate(dict(settings)), secrets)
        return connector
