"""Make and revoke API keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from project.kernel.errors import FieldError, Invalid, NotFound
from tenants.access import administration
from tenants.models import ApiKey, AuditEvent
from tenants.sealing import new_key, token_sha256
from tenants.types import Actor, Scope, scopes_of_role


@dataclass(frozen=True)
class CreatedKey:
    """Carry a fresh key and its row; `token` is not stored anywhere."""

    row: ApiKey
    token: str


@transaction.atomic(durable=True)
def create(*, actor: Actor, name: str, scopes: list[Scope], expires_at: datetime | None = None) -> CreatedKey:
    """Make a key that acts as the actor, for scopes that the actor's role allows."""
    _check(actor, scopes, expires_at)
    fresh = new_key()
    row = ApiKey.objects.create(
        tenant_id=actor.tenant.id,
        person_id=actor.user_id,
        name=name,
        public_id=fresh.public_id,
        secret_sha256=token_sha256(fresh.secret),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    AuditEvent.objects.note(
        actor=actor, action="api_key.created", target=f"api_key:{row.pk}", name=name, scopes=row.scopes
    )
    return CreatedKey(row=administration.api_keys(actor=actor).get(pk=row.pk), token=fresh.token)


@transaction.atomic(durable=True)
def revoke(*, actor: Actor, key_id: UUID) -> None:
    """End a key at once; one that is revoked already stays so."""
    keys = ApiKey.objects.filter(tenant_id=actor.tenant.id, pk=key_id)
    if not keys.exists():
        raise NotFound
    ApiKey.objects.revoke(tenant_id=actor.tenant.id, pk=key_id)
    AuditEvent.objects.note(actor=actor, action="api_key.revoked", target=f"api_key:{key_id}")


def _end_of(key_id: UUID) -> datetime | None:
    return ApiKey.objects.filter(pk=key_id).values_list("expires_at", flat=True).first()


def _check(actor: Actor, scopes: list[Scope], expires_at: datetime | None) -> None:
    errors = []
    allowed = scopes_of_role(actor.role) if actor.scopes is None else actor.scopes
    if not scopes:
        errors.append(FieldError("scopes", "empty", "Expected at least one scope."))
    if beyond := sorted(set(scopes) - allowed):
        errors.append(FieldError("scopes", "beyond_your_own", f"You may not give {', '.join(beyond)}."))
    if expires_at is not None and expires_at <= timezone.now():
        errors.append(FieldError("expires_at", "past", "Expected a time to come."))
    own_end = _end_of(actor.key_id) if actor.key_id else None
    if own_end is not None and (expires_at is None or expires_at > own_end):
        errors.append(
            FieldError("expires_at", "beyond_your_own", "Expected no later end than that of this key.")
        )
    if errors:
        raise Invalid("Such a key cannot be made.", errors=errors)
