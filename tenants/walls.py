"""Declare the walls between tenants inside PostgreSQL, and build them.

Every table stands on one side: a tenant's schema, or `public`. What stands in `public` and carries a tenant
is behind forced row-level security; what stands there without one is for the application's own role alone.
"""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from project.kernel.db import TenantRef

OWNER, APP, TENANT = "raglan_owner", "raglan_app", "raglan_tenant"
TEMPLATE_SCHEMA = "tenant_template"
TENANT_APPS = ("documents", "chat")

READ = "SELECT"
APPEND = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"
# A tenant's role never reads the hash of a password.
READ_PERSON = "SELECT (id, email, name, is_active, created_at, last_login)"


@dataclass(frozen=True)
class SharedTable:
    """Say how a row of a shared table names its tenant, and what a tenant's role may do to it."""

    name: str
    column: str
    grants: str


SHARED_TABLES = (
    SharedTable("tenant", "id", READ),
    SharedTable("membership", "tenant_id", ALL),
    SharedTable("people_group", "tenant_id", ALL),
    SharedTable("people_group_member", "tenant_id", ALL),
    SharedTable("api_key", "tenant_id", ALL),
    SharedTable("invitation", "tenant_id", ALL),
    SharedTable("audit_event", "tenant_id", APPEND),
    SharedTable("webhook", "tenant_id", ALL),
    SharedTable("webhook_delivery", "tenant_id", ALL),
    SharedTable("idempotency_record", "tenant_id", ALL),
    SharedTable("usage_count", "tenant_id", CHANGE),
    SharedTable("job", "tenant_id", CHANGE),
    SharedTable("job_turn", "tenant_key", CHANGE),
)

# A policy names the role as well as the setting: a statement that forges one of them still meets the other.
_OF_TENANT = (
    "{column} = nullif(current_setting('raglan.tenant', true), '')::uuid"
    " AND current_user = 't_' || replace(current_setting('raglan.tenant', true), '-', '')"
)
# People belong to several tenants: a tenant's role sees those who are its members.
_MEMBERS = "EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = person.id)"


def build_shared_walls(cursor: CursorWrapper) -> None:
    """Grant, revoke and set the policies of `public`; safe to run again."""
    cursor.execute(
        f"""
        GRANT USAGE ON SCHEMA public, extensions, {TEMPLATE_SCHEMA} TO {APP}, {TENANT};
        GRANT {ALL} ON ALL TABLES IN SCHEMA public TO {APP};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {TENANT};
        REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {APP};
        REVOKE UPDATE, DELETE, TRUNCATE ON public.audit_event FROM {APP};
        """
    )
    for table in SHARED_TABLES:
        cursor.execute(_policies(table.name, _OF_TENANT.format(column=table.column), table.grants))
    cursor.execute(_policies("person", _MEMBERS, READ_PERSON))


def _policies(table: str, rule: str, grants: str) -> str:
    return f"""
        ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS of_tenant ON public.{table};
        CREATE POLICY of_tenant ON public.{table} TO {TENANT} USING ({rule}) WITH CHECK ({rule});
        DROP POLICY IF EXISTS of_application ON public.{table};
        CREATE POLICY of_application ON public.{table} TO {APP}, {OWNER} USING (true) WITH CHECK (true);
        REVOKE ALL ON public.{table} FROM {TENANT};
        GRANT {grants} ON public.{table} TO {TENANT};
        """


def create_role(cursor: CursorWrapper, tenant: TenantRef) -> None:
    """Make the tenant's role, which the application may take but does not inherit."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [tenant.role])
    if cursor.fetchone() is None:
        cursor.execute(f"CREATE ROLE {tenant.role} NOLOGIN INHERIT")
    cursor.execute(f"GRANT {TENANT} TO {tenant.role} WITH INHERIT TRUE, SET FALSE")
    cursor.execute(f"GRANT {tenant.role} TO {APP} WITH INHERIT FALSE, SET TRUE")


def build_tenant_walls(cursor: CursorWrapper, tenant: TenantRef) -> None:
    """Let the tenant's role, and no other, use the tables of its schema; safe to run again."""
    cursor.execute(
        f"""
        REVOKE ALL ON SCHEMA {tenant.schema} FROM PUBLIC, {APP}, {TENANT};
        GRANT USAGE ON SCHEMA {tenant.schema} TO {tenant.role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA {tenant.schema} TO {tenant.role};
        """
    )
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p')",
        [tenant.schema],
    )
    for (table,) in cursor.fetchall():
        wall_table(cursor, tenant, table)


def wall_table(cursor: CursorWrapper, tenant: TenantRef, table: str) -> None:
    """Put one table of a tenant's schema behind its role and its policy; safe to run again."""
    name = f'{tenant.schema}."{table}"'
    if table == "django_migrations":
        cursor.execute(f"REVOKE ALL ON {name} FROM {tenant.role}")
        return
    cursor.execute(f"GRANT {ALL} ON {name} TO {tenant.role}")
    # Asked once per statement, and taken by the planner for nearly always true: as a plain comparison it would count on
    # one row in two hundred and leave the indexes of search alone.
    rule = f"(SELECT 1 WHERE current_setting('raglan.tenant', true) = '{tenant.id}') IS NOT NULL"
    cursor.execute(
        f"""
        ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {name} FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS of_tenant ON {name};
        CREATE POLICY of_tenant ON {name} TO {tenant.role} USING ({rule}) WITH CHECK ({rule});
        DROP POLICY IF EXISTS of_owner ON {name};
        CREATE POLICY of_owner ON {name} TO {OWNER} USING (true) WITH CHECK (true);
        """
    )
