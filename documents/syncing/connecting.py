"""Open the connector of a source with its secrets, and let none of them into what people read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from documents.actions.describing import secrets_of
from documents.models import Source
from documents.sources.registry import kind_of
from documents.sources.types import Connector, SourceFailed

# A shorter secret would blank words at random.
LEAST_HIDDEN_CHARACTERS = 4
HIDDEN = "•••"
DETAIL_CHARACTERS = 500


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Hold what opens a source."""

    kind: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, source: Source) -> "Opening":
        """Return what opens a stored source."""
        return cls(kind=source.kind, settings=source.settings, secrets=secrets_of(source))

    @contextmanager
    def connector(self) -> Iterator[Connector]:
        """Open the connector and close it again; raise SourceFailed."""
        opened = self._open()
        try:
            yield opened
        finally:
            opened.close()

    def _open(self) -> Connector:
        try:
            return kind_of(self.kind).create(self.settings, self.secrets)
        except LookupError as unknown:
            raise SourceFailed(
                "unknown_kind", f"This installation reads no sources of kind {self.kind}."
            ) from unknown
        except ValidationError as wrong:
            raise SourceFailed(
                "settings", "The settings are not as expected; save the source again."
            ) from wrong

    def shown(self, detail: str) -> str:
        """Return a sentence of a connector without the secrets that a library may have put into it."""
        for secret in self.secrets.values():
            if len(secret) >= LEAST_HIDDEN_CHARACTERS:
                detail = detail.replace(secret, HIDDEN)
        return detail.replace("\x00", "")[:DETAIL_CHARACTERS]
