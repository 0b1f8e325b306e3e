"""Open the connector of a source with its secrets, and let none of them into what people read."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from documents.actions.describing import secrets_of
from documents.models import Source
from documents.sources.registry import kind_of
from documents.sources.types import Connector, ItemFailed, SourceFailed
from project.kernel.errors import RaglanError
from project.kernel.jobs import LeaseLost

# A shorter secret would blank words at random.
LEAST_HIDDEN_CHARACTERS = 4
HIDDEN = "•••"
DETAIL_CHARACTERS = 500
FORESEEN = (SourceFailed, ItemFailed, RaglanError, LeaseLost)


class Unforeseen(Exception):
    """Carry what a library raised and no connector names, without the secrets in it."""


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
        """Open the connector and close it again; raise SourceFailed, or Unforeseen in place of what tells a secret."""
        with ExitStack() as stack:
            stack.push(self._keep_secret)
            opened = self._open()
            stack.callback(opened.close)
            yield opened

    def _keep_secret(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        # It goes to the log, which knows nothing of this source's secrets.
        if error is not None and not isinstance(error, FORESEEN) and self._tells(error):
            raise Unforeseen(self._hidden("".join(traceback.format_exception(error)))) from None

    def _tells(self, error: BaseException | None) -> bool:
        while error is not None:
            if self._hidden(said := f"{error} {error!r}") != said:
                return True
            error = error.__cause__ or error.__context__
        return False

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
        return self._hidden(detail).replace("\x00", "")[:DETAIL_CHARACTERS]

    def _hidden(self, text: str) -> str:
        for secret in self.secrets.values():
            if len(secret) >= LEAST_HIDDEN_CHARACTERS:
                # As it is, and as addresses spell it.
                text = text.replace(secret, HIDDEN).replace(quote(secret, safe=""), HIDDEN)
        return text
