"""Decide whose data a piece of work may touch, and take that to the database."""

from project.kernel.db.scope import (
    OutsideScope,
    ScopeChanged,
    TenantRef,
    current_tenant,
    shared_scope,
    tenant_scope,
)
from project.kernel.db.threads import in_thread

__all__ = [
    "OutsideScope",
    "ScopeChanged",
    "TenantRef",
    "current_tenant",
    "in_thread",
    "shared_scope",
    "tenant_scope",
]
