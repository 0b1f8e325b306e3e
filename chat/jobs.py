"""Declare the work behind chat, by ids only."""

from dataclasses import dataclass
from typing import ClassVar

from project.kernel.jobs import Job


@dataclass(frozen=True, kw_only=True)
class MarkInterrupted(Job):
    """End the messages of the tenant whose process died while it wrote them."""

    queue: ClassVar[str] = "evaluate"
