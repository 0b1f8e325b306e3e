"""Give the same answer to whoever sends the same request with the same `Idempotency-Key` again.

Used inside the transaction of the action itself: the key, what the action wrote and its answer are stored
together or not at all, so a request that was cut off in the middle simply runs again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from project.kernel.errors import Conflict, FieldError, Invalid
from tenants.models import IdempotencyRecord
from tenants.types import Actor

KEY_LIMIT_CHARACTERS = 200


@dataclass(frozen=True)
class Replay:
    """Carry the answer that the first request got."""

    status: int
    body: dict[str, Any]


def reserve(*, actor: Actor, key: str, fingerprint: str) -> Replay | None:
    """Take the key in the caller's transaction; return the first answer where it was given before.

    `fingerprint` is the SHA-256 (hex) of all that decides the answer: method, path, fields and file. A second
    request with the same key waits here until the first has ended. Raise Conflict where the body is another.
    """
    if not 0 < len(key) <= KEY_LIMIT_CHARACTERS or not key.isprintable():
        detail = f"Expected 1 to {KEY_LIMIT_CHARACTERS} printable characters."
        raise Invalid(detail, errors=[FieldError("Idempotency-Key", "invalid", detail)])
    if not connection.in_atomic_block:
        raise RuntimeError("reserve() belongs inside the action's transaction")
    records = IdempotencyRecord.objects.filter(tenant_id=actor.tenant.id)
    records.old().delete()
    own = records.filter(person_id=actor.user_id, key=key)
    IdempotencyRecord.objects.bulk_create(
        [
            IdempotencyRecord(
                tenant_id=actor.tenant.id, person_id=actor.user_id, key=key, request_sha256=fingerprint
            )
        ],
        ignore_conflicts=True,
    )
    record = own.get()
    if record.request_sha256 != fingerprint:
        raise Conflict("This Idempotency-Key was used with another body.", code="idempotency_key_reused")
    return Replay(status=record.status, body=record.body) if record.status else None


def remember(*, actor: Actor, key: str, status: int, body: dict[str, Any]) -> None:
    """Store the answer to give again, in the same transaction as `reserve`."""
    records = IdempotencyRecord.objects.filter(tenant_id=actor.tenant.id, person_id=actor.user_id, key=key)
    records.update(status=status, body=body)
