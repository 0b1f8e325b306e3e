"""Look at stored rows, and change shared ones, as the installation would."""

from django.db import transaction

from chat.models import Message
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from tenants.models import Tenant
from tenants.models.tenant import TenantState


def stored(tenant: TenantRef, message_id: object) -> Message:
    """Return a message as the database keeps it."""
    with tenant_scope(tenant), transaction.atomic():
        return Message.objects.get(pk=message_id)


def suspend(tenant: TenantRef) -> None:
    """Suspend a tenant."""
    with shared_scope():
        Tenant.objects.filter(pk=tenant.id).update(state=TenantState.SUSPENDED)
