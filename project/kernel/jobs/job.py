"""Describe a piece of work by ids only."""

import dataclasses
import types
import typing
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, Self
from uuid import UUID

# For what must be done some day: with the ledger's longest wait, more than three years.
PATIENT = 30_000


class Urgency(IntEnum):
    """Order the work of one queue: what a person waits for goes before what runs in bulk."""

    URGENT = 0
    BULK = 10


@dataclass(frozen=True, kw_only=True)
class Job:
    """Stand at the base of every job class; its fields are UUIDs, strings and numbers."""

    queue: ClassVar[str]
    max_attempts: ClassVar[int] = 3

    @classmethod
    def kind(cls) -> str:
        """Return the name that the ledger keeps."""
        return cls.__name__

    def payload(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        values = dataclasses.asdict(self)
        return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Make the job again from what the ledger kept."""
        hints = typing.get_type_hints(cls)
        return cls(**{name: _restore(hints[name], value) for name, value in payload.items()})


def _restore(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return UUID(value) if UUID in members else value
