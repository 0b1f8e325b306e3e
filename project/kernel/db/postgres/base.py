"""Wrap Django's PostgreSQL backend so that no query runs outside a scope.

A transaction in a tenant's scope begins with the tenant's role, search path and setting, all LOCAL, so that
a connection that a pooler hands on carries nothing over. Shared work needs no role and may autocommit.
"""

from functools import cached_property
from typing import Any

import psycopg
from django.db import Error
from django.db.backends.postgresql import base

from project.kernel.db.limits import statement_milliseconds
from project.kernel.db.scope import OutsideScope, Scope, ScopeChanged, TenantRef, current_scope

# A backend process keeps half a megabyte for each schema that it searched: it is replaced after this many.
SCHEMAS_PER_CONNECTION = 200


class OneStatementCursor(base.ServerBindingCursor):
    """Speak the extended protocol always: the server refuses a second statement behind a semicolon."""

    def _execute_send(self, query: Any, *, force_extended: bool = False, binary: bool | None = None) -> None:
        super()._execute_send(query, force_extended=True, binary=binary)  # type: ignore[misc]  # untyped there


class DatabaseWrapper(base.DatabaseWrapper):
    """Enter the current scope at the begin of each transaction; refuse any cursor without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without a transaction."""
        super().__init__(*args, **kwargs)
        self._transaction_scope: Scope | None = None

    @cached_property
    def pg_version(self) -> int:
        """Return the server's version without a cursor, which the first connection has no scope for."""
        self.ensure_connection()
        version: int = self.connection.info.server_version
        return version

    def get_connection_params(self) -> dict[str, Any]:
        """Add the cursor that sends one statement at a time."""
        return {**super().get_connection_params(), "cursor_factory": OneStatementCursor}

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        """Begin a transaction in the current scope, or end it."""
        entering = not autocommit and self.settings_dict["AUTOCOMMIT"]
        scope = _required_scope() if entering else None
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        self._transaction_scope = scope
        if isinstance(scope, TenantRef):
            self._take_role(scope)

    def _take_role(self, tenant: TenantRef) -> None:
        milliseconds = statement_milliseconds()
        limit = "" if milliseconds is None else f";SET LOCAL statement_timeout TO {milliseconds}"
        try:
            with self.wrap_database_errors:
                psycopg.Cursor(self.connection).execute(
                    f"SET LOCAL ROLE {tenant.role};"
                    f"SET LOCAL search_path TO {tenant.schema}, public, extensions, pg_temp;"
                    f"SET LOCAL raglan.tenant TO '{tenant.id}'{limit}"
                )
        except Error:
            self.close()
            raise
        touched: set[str] = self.connection.__dict__.setdefault("raglan_schemas", set())
        touched.add(tenant.schema)

    def _cursor(self, name: str | None = None) -> Any:
        scope = _required_scope()
        if self.in_atomic_block and self._transaction_scope != scope:
            raise ScopeChanged(f"this transaction began in {self._transaction_scope}, not in {scope}")
        if isinstance(scope, TenantRef) and not self.in_atomic_block:
            raise OutsideScope("a tenant's tables are used inside transaction.atomic() only")
        return super()._cursor(name)  # type: ignore[misc]  # the stubs leave out what a backend overrides

    def _close(self) -> None:
        if self.connection is not None and self.pool and self._is_worn():
            self.connection.close()
        super()._close()  # type: ignore[misc]  # the stubs leave out what a backend overrides

    def _is_worn(self) -> bool:
        return len(self.connection.__dict__.get("raglan_schemas", ())) >= SCHEMAS_PER_CONNECTION


def _required_scope() -> Scope:
    scope = current_scope()
    if scope is None:
        raise OutsideScope("no tenant and no shared scope: enter tenant_scope() or shared_scope() first")
    return scope
