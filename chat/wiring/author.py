"""Put the answering core together with this installation's search, models and settings."""

from collections.abc import Mapping
from typing import Any, Protocol

from chat.actions.answers import Begun
from chat.protocol import Ask
from chat.wiring.generation import Commission
from tenants.types import Actor


class Author(Protocol):
    """Turn a question that was written down into the events of its answer."""

    def settings_in_force(self) -> Mapping[str, Any]:
        """Return what is kept beside each message."""
        ...

    def commission(self, actor: Actor, ask: Ask, begun: Begun) -> Commission:
        """Return what is to be written."""
        ...

    async def aclose(self) -> None:
        """Let go of the model servers."""
        ...


def open_author() -> Author:
    """Return the running event loop's author over the model servers of the settings."""
    raise NotImplementedError
