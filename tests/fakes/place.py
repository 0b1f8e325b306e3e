"""A place whose items stand in memory, as a kind of source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pydantic import Field

from documents.sources.kinds import Kind, Secret, Settings
from documents.sources.types import Fetched, Item, ItemFailed, SourceFailed, Unchanged


@dataclass
class Place:
    """Hold what stands there, and what goes wrong."""

    texts: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    # The source fails at this item's turn.
    fails_at: str = ""
    # The library that reads the place fails at this item's turn, as nobody foresaw.
    stumbles_at: str = ""
    fetched: list[str] = field(default_factory=list)
    # Called before each item is yielded.
    meanwhile: Any = None
    has_fingerprints: bool = True


PLACE = Place()


class PlaceSettings(Settings):
    """Ask for what a form may ask for."""

    place: str = Field(default="here", title="Place")
    note: str = Field(default="", title="Note", json_schema_extra={"harmless": True})


class PlaceConnector:
    """Read PLACE."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        """Keep the secrets, which the place puts into its errors."""
        self._secrets = dict(secrets)

    def items(self, since: Mapping[str, Any]) -> Iterator[Item]:
        """Yield what stands there."""
        for name, text in sorted(PLACE.texts.items()):
            if PLACE.meanwhile:
                PLACE.meanwhile(name)
            if name == PLACE.fails_at:
                raise SourceFailed("unreachable", f"Refused {self._secrets.get('password', '')}.")
            if name == PLACE.stumbles_at:
                password = self._secrets.get("password", "")
                raise RuntimeError(f"Lost ftp://ada:{quote(password, safe='')}@there") from ValueError(
                    password
                )
            fingerprint = str(hash(text)) if PLACE.has_fingerprints else ""
            yield Item(external_id=name, title=name.title(), fingerprint=fingerprint)

    def fetch(self, item: Item, known: str) -> Fetched:
        """Return the text."""
        PLACE.fetched.append(item.external_id)
        if item.external_id in PLACE.broken:
            raise ItemFailed("unreadable", f"No {self._secrets.get('password', '')}.")
        fingerprint = str(hash(PLACE.texts[item.external_id]))
        if known == fingerprint:
            raise Unchanged
        content = PLACE.texts[item.external_id].encode()
        return Fetched(content=content, filename=f"{item.external_id}.md", fingerprint=fingerprint)

    def state(self) -> Mapping[str, Any]:
        """Return something."""
        return {"seen": len(PLACE.texts)}

    def close(self) -> None:
        """Hold nothing."""


def create(settings: PlaceSettings, secrets: Mapping[str, str]) -> PlaceConnector:
    """Return the connector."""
    return PlaceConnector(secrets)


KIND = Kind(
    name="place",
    title="Place",
    description="What stands in memory.",
    settings=PlaceSettings,
    secrets=(Secret(name="password", title="Password"),),
    connector="tests.fakes.place:create",
)
