"""Declare what is asked of the workers: mail and webhooks."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from project.kernel.jobs import Job


@dataclass(frozen=True, kw_only=True)
class SendInvitation(Job):
    """Mail an invitation's link."""

    queue: ClassVar[str] = "mail"
    # At 2 n² seconds between attempts the last comes after 41 minutes, when a greylisted address is let through.
    max_attempts: ClassVar[int] = 16

    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class SendAlarm(Job):
    """Mail an alarm to the owners; `event_id` is its event in the trail."""

    queue: ClassVar[str] = "mail"
    max_attempts: ClassVar[int] = 16

    event_id: UUID


@dataclass(frozen=True, kw_only=True)
class DeliverWebhook(Job):
    """Post one event to one address."""

    queue: ClassVar[str] = "webhooks"
    # At 2 n² seconds between attempts the last comes after about five minutes.
    max_attempts: ClassVar[int] = 8

    delivery_id: UUID
