"""Say and change how a tenant's search goes about questions."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from django.db import transaction

from documents.search.settings import SearchSettings
from documents.search.tuning import SETTINGS, lock_tuning, read_tuning, write_tuning
from project.kernel.errors import Outdated
from tenants.actions import audit
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class SettingsInForce:
    """Hold the settings, and a name for how they stand."""

    settings: SearchSettings
    base: str

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what people set, by name."""
        return {each.name: getattr(self.settings, each.name) for each in SearchSettings.choices()}


@transaction.atomic
def read(*, actor: Actor) -> SettingsInForce:
    """Return the settings in force; the door has checked that the actor may know them."""
    return _in_force(read_tuning(SETTINGS))


@transaction.atomic(durable=True)
def change(*, actor: Actor, changes: Mapping[str, Any], base: str = "") -> SettingsInForce:
    """Change some settings; raise Outdated where they do not stand as `base` says, Invalid for a wrong one."""
    present = _in_force(lock_tuning(SETTINGS))
    if base and base != present.base:
        raise Outdated("Somebody changed the settings meanwhile; look at them again.")
    changed = present.settings.changed(changes)
    write_tuning(SETTINGS, asdict(changed))
    was = {name: getattr(present.settings, name) for name in changes}
    audit.note(
        actor=actor,
        action="search_settings.changed",
        target="search_settings:tenant",
        to=dict(changes),
        was=was,
    )
    return _in_force(asdict(changed))


def _in_force(value: Mapping[str, Any] | None) -> SettingsInForce:
    settings = SearchSettings.stored(value)
    written = json.dumps(asdict(settings), sort_keys=True).encode()
    return SettingsInForce(settings=settings, base=blake2b(written, digest_size=8).hexdigest())
