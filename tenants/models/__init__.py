"""Keep the shared tables: every row that belongs to a tenant names it and stands behind a policy."""

from tenants.models.audit import AuditEvent
from tenants.models.invitations import Invitation
from tenants.models.keys import ApiKey
from tenants.models.people import Group, GroupMember, Membership, Person
from tenants.models.requests import IdempotencyRecord, UsageCount
from tenants.models.tenant import Tenant
from tenants.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ApiKey",
    "AuditEvent",
    "Group",
    "GroupMember",
    "IdempotencyRecord",
    "Invitation",
    "Membership",
    "Person",
    "Tenant",
    "UsageCount",
    "Webhook",
    "WebhookDelivery",
]
