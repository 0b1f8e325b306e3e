"""Try to reach another tenant's rows from inside, by every way that a query could go."""

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import (
    DatabaseError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)

from project.kernel.db import (
    OutsideScope,
    ScopeChanged,
    TenantRef,
    current_tenant,
    in_thread,
    shared_scope,
    tenant_scope,
)
from tenants.models import Membership, Tenant
from tenants.schemas import owner_cursor

Rows = list[tuple[Any, ...]]


def ask(sql: str, parameters: list[int] | None = None) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: Rows = cursor.fetchall()
        return rows


def ask_as(tenant: TenantRef, sql: str, parameters: list[int] | None = None) -> Rows:
    with tenant_scope(tenant), transaction.atomic():
        return ask(sql, parameters)


def plant(tenant: TenantRef) -> None:
    """Put one row into the tenant's own schema."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audience (readers) VALUES (ARRAY['everyone'])")


def test_no_query_runs_without_a_scope(database: None) -> None:
    with pytest.raises(OutsideScope):
        ask("SELECT 1")


def test_a_tenants_query_needs_a_transaction(tenant: TenantRef) -> None:
    with tenant_scope(tenant), pytest.raises(OutsideScope):
        ask("SELECT 1")


def test_without_a_tenant_its_tables_are_denied_and_not_empty(tenant: TenantRef) -> None:
    with shared_scope(), pytest.raises(ProgrammingError, match="permission denied for table document"):
        ask("SELECT * FROM document")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM {schema}.document",
        "SELECT query_to_xml('SELECT * FROM {schema}.document', true, true, '')",
        "SELECT table_to_xml('{schema}.document'::regclass, true, true, '')",
        "SELECT set_config('role', '{schema}', true)",
        "SELECT * FROM ts_stat('SELECT title::tsvector FROM {schema}.document')",
        "SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery FROM {schema}.document')",
        "SELECT lo_creat(-1)",
        "UPDATE pg_settings SET setting = '{schema}' WHERE name = 'role'",
        "SELECT password FROM public.person",
        "SELECT session_data FROM public.django_session",
        "CREATE TEMPORARY TABLE kept (a int)",
        "CREATE FUNCTION {own}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE {own}.document",
        "ALTER TABLE {own}.document DISABLE ROW LEVEL SECURITY",
        (
            "INSERT INTO public.people_group (id, tenant_id, slug, name, created_at)"
            " VALUES (gen_random_uuid(), '{other_id}', 'a', 'A', now())"
        ),
        "UPDATE public.membership SET tenant_id = '{other_id}'",
        "DELETE FROM public.audit_event",
    ],
)
def test_a_tenants_role_is_denied(tenant: TenantRef, other_tenant: TenantRef, sql: str) -> None:
    statement = sql.format(schema=other_tenant.schema, own=tenant.schema, other_id=other_tenant.id)
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner|row-level security"):
        ask_as(tenant, statement)


@pytest.mark.parametrize("parameters", [None, [1]])
def test_a_second_statement_is_refused(tenant: TenantRef, parameters: list[int] | None) -> None:
    first = "SELECT %s" if parameters else "SELECT 1"
    with pytest.raises(DatabaseError, match="cannot insert multiple commands"):
        ask_as(tenant, f"{first}; RESET ROLE", parameters)


def test_shared_tables_show_a_tenant_only_its_own_rows(tenant: TenantRef, other_tenant: TenantRef) -> None:
    assert ask_as(tenant, "SELECT id FROM public.tenant") == [(tenant.id,)]
    assert ask_as(tenant, "SELECT DISTINCT tenant_id FROM public.membership") == [(tenant.id,)]
    assert ask_as(tenant, "SELECT email FROM public.person") == [(f"ada@{tenant.slug}.example",)]


@pytest.fixture
def mistake(tenant: TenantRef, other_tenant: TenantRef) -> Iterator[None]:
    """Grant one tenant's role the other's table, as nobody should."""
    schema, table = f"SCHEMA {other_tenant.schema}", f"{other_tenant.schema}.audience"
    with owner_cursor(other_tenant) as cursor:
        cursor.execute(f"GRANT USAGE ON {schema} TO {tenant.role}")
        cursor.execute(f"GRANT SELECT ON {table} TO {tenant.role}")
    yield
    with owner_cursor(other_tenant) as cursor:
        cursor.execute(f"REVOKE ALL ON {table} FROM {tenant.role}")
        cursor.execute(f"REVOKE ALL ON {schema} FROM {tenant.role}")


def test_policies_hold_where_a_grant_was_given_by_mistake(
    tenant: TenantRef, other_tenant: TenantRef, mistake: None
) -> None:
    plant(other_tenant)
    assert ask_as(tenant, f"SELECT count(*) FROM {other_tenant.schema}.audience") == [(0,)]
    assert ask_as(other_tenant, "SELECT count(*) > 0 FROM audience") == [(True,)]


def test_a_forged_setting_meets_the_role(tenant: TenantRef, other_tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL raglan.tenant TO '{other_tenant.id}'")
        cursor.execute("SELECT count(*) FROM public.membership")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM audience")
        assert cursor.fetchone() == (0,)


def test_a_transaction_keeps_its_scope(tenant: TenantRef, other_tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic():
        with pytest.raises(ScopeChanged), tenant_scope(other_tenant):
            pass
        with pytest.raises(ScopeChanged), shared_scope():
            pass
        assert ask("SELECT current_user::text") == [(tenant.role,)]


def test_a_savepoint_that_rolls_back_keeps_the_role(tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic():
        with pytest.raises(ProgrammingError), transaction.atomic():
            ask("SELECT * FROM missing")
        assert ask("SELECT current_user::text") == [(tenant.role,)]


def test_a_bare_thread_has_no_scope(tenant: TenantRef) -> None:
    seen: list[object] = []
    with tenant_scope(tenant):
        thread = Thread(target=lambda: seen.append(current_tenant()))
        thread.start()
        thread.join()
    assert seen == [None]


async def test_the_scope_follows_async_work(tenant: TenantRef, other_tenant: TenantRef) -> None:
    async def role_of(who: TenantRef) -> object:
        with tenant_scope(who):
            await asyncio.sleep(0)
            return (await in_thread(in_transaction, "SELECT current_user::text"))[0][0]

    roles = await asyncio.gather(*(role_of(who) for who in [tenant, other_tenant] * 5))
    assert roles == [tenant.role, other_tenant.role] * 5


def in_transaction(sql: str) -> Rows:
    with transaction.atomic():
        return ask(sql)


def test_pooled_connections_keep_nothing(tenant: TenantRef, other_tenant: TenantRef) -> None:
    state = "SELECT current_user::text, current_setting('raglan.tenant'), current_schema()::text"
    for turn in range(2_000):
        who = (tenant, other_tenant)[turn % 2]
        assert ask_as(who, state) == [(who.role, str(who.id), who.schema)]
        if turn % 10 == 0:
            connection.close()
            with shared_scope():
                nobody = "SELECT current_user::text, coalesce(current_setting('raglan.tenant', true), '')"
                assert ask(nobody) == [("raglan_app", "")]


def test_the_first_connection_of_a_process_may_be_a_tenants(tenant: TenantRef) -> None:
    fresh = connections["default"].copy("default")
    with tenant_scope(tenant):
        fresh.set_autocommit(False)
        fresh.in_atomic_block = True
        with fresh.cursor() as cursor:
            cursor.execute("SELECT current_user::text")
            assert cursor.fetchone() == (tenant.role,)
    fresh.in_atomic_block = False
    fresh.rollback()
    fresh.close()
    fresh.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend


def test_a_role_that_is_gone_leaves_no_open_transaction(database: None) -> None:
    gone = TenantRef(id=uuid4(), slug="gone", name="Gone")
    with pytest.raises(DatabaseError, match="does not exist"):
        ask_as(gone, "SELECT 1")
    with shared_scope():
        assert ask("SELECT current_user::text") == [("raglan_app",)]


def test_a_server_that_leaves_as_a_transaction_begins_is_a_database_that_does_not_answer(
    tenant: TenantRef,
) -> None:
    """Else the answer would be a 500 in place of a 503 while PostgreSQL restarts."""
    ask_as(tenant, "SELECT 1")
    connection.ensure_connection()
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
    with pytest.raises(OperationalError):
        ask_as(tenant, "SELECT 1")
    assert ask_as(tenant, "SELECT 1") == [(1,)]


def test_names_in_the_catalogue_tell_nothing(tenant: TenantRef) -> None:
    names = str(ask_as(tenant, "SELECT nspname FROM pg_namespace UNION SELECT rolname FROM pg_roles"))
    assert tenant.slug not in names


def test_the_orm_sees_the_same_walls(
    tenant: TenantRef, other_tenant: TenantRef, ben: object, rung: Callable[[], None]
) -> None:
    with tenant_scope(tenant), transaction.atomic():
        assert Tenant.objects.count() == 1
        assert not Membership.objects.filter(tenant_id=other_tenant.id).exists()
