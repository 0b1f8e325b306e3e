"""Decide whose data a piece of work may touch, and take that to the database."""

from project.kernel.db.limits import limited_statements
from project.kernel.db.scope import (
    OutsideScope,
    ScopeChanged,
    TenantRef,
    current_tenant,
    shared_scope,
    tenant_scope,
)
from project.kernel.db.threads import in_thread, in_thread_of

__all__ = [
    "OutsideScope",
    "ScopeChanged",
    "TenantRef",
    "current_tenant",
    "in_thread",
    "in_thread_of",
    "limited_statements",
    "shared_scope",
    "tenant_scope",
]
