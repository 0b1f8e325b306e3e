"""Keep the scope of the current work: one tenant, the shared tables, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connections


class OutsideScope(RuntimeError):
    """Raise where a query runs without a tenant's transaction or the shared scope."""


class ScopeChanged(RuntimeError):
    """Raise where a transaction that began in one scope is used in another."""


@dataclass(frozen=True)
class TenantRef:
    """Name a tenant; its schema and its role share one opaque name."""

    id: UUID
    slug: str
    name: str

    @property
    def schema(self) -> str:
        """Return the schema's name, which tells nothing about the tenant."""
        return f"t_{self.id.hex}"

    @property
    def role(self) -> str:
        """Return the database role that may use this tenant's schema alone."""
        return self.schema


@dataclass(frozen=True)
class SharedScope:
    """Stand for work on shared tables, without any tenant."""


Scope = TenantRef | SharedScope

_scope: ContextVar[Scope | None] = ContextVar("raglan_scope", default=None)


def current_scope() -> Scope | None:
    """Return the scope of the current work."""
    return _scope.get()


def current_tenant() -> TenantRef | None:
    """Return the tenant of the current work, or None in the shared scope and outside of any."""
    scope = _scope.get()
    return scope if isinstance(scope, TenantRef) else None


@contextmanager
def tenant_scope(tenant: TenantRef) -> Iterator[TenantRef]:
    """Do the work inside as this tenant; raise ScopeChanged inside a transaction of another scope."""
    with _within(tenant):
        yield tenant


@contextmanager
def shared_scope() -> Iterator[None]:
    """Do the work inside on shared tables only; raise ScopeChanged inside a tenant's transaction."""
    with _within(SharedScope()):
        yield


@contextmanager
def _within(scope: Scope) -> Iterator[None]:
    if connections["default"].in_atomic_block and _scope.get() != scope:
        raise ScopeChanged(f"a transaction of {_scope.get()} is open; end it before entering {scope}")
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)
