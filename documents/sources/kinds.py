"""Describe a kind of source: what is asked of the person who adds one, and what reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pydantic import BaseModel, ConfigDict

from documents.sources.types import Connector


class Settings(BaseModel):
    """Stand at the base of the settings of a kind, from which forms and checks are made.

    A field has a type (str, int, bool, list[str], Literal), `title`, `description` and, as a form's hint, `examples`.
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

    def create(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Connector:
        """Return a connector; raise pydantic's ValidationError for settings that are not of this kind."""
        module, _, function = self.connector.partition(":")
        create = getattr(import_module(module), function)
        connector: Connector = create(self.settings.model_validate(dict(settings)), secrets)
        return connector
