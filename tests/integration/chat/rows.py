"""Look at stored rows, and change shared ones, as the installation would."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction

from chat.models import Message
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from tenants.models import ApiKey, Tenant
from tenants.models.tenant import TenantState
from tenants.passes import Pass
from tenants.types import Actor


def stored(tenant: TenantRef, message_id: str | UUID) -> Message:
    """Return a message as the database keeps it."""
    with tenant_scope(tenant), transaction.atomic():
        return Message.objects.get(pk=message_id)


def suspend(tenant: TenantRef) -> None:
    """Suspend a tenant."""
    with shared_scope():
        Tenant.objects.filter(pk=tenant.id).update(state=TenantState.SUSPENDED)


def key_pass(actor: Actor) -> Pass:
    """Return a pass by a fresh API key of the actor's."""
    with shared_scope():
        key = ApiKey.objects.create(
            tenant_id=actor.tenant.id,
            person_id=actor.user_id,
            name="tests",
            public_id=uuid4().hex[:16],
            secret_sha256=bytes(32),
            scopes=["chat"],
        )
    return Pass(replace(actor, key_id=key.pk, scopes=frozenset({"chat"})))
