"""Take each wall away in turn: the doctor notices it, and names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from project.kernel.db import TenantRef
from tenants.doctor import examine
from tests import environment


def gaps() -> list[str]:
    return [finding.wall for finding in examine() if not finding.is_warning]


@contextmanager
def superuser() -> Iterator[psycopg.Connection]:
    folder = environment.services.folder / "pg"
    with psycopg.connect(f"host={folder} user=postgres dbname=raglan_test", autocommit=True) as connection:
        yield connection


def test_a_migrated_database_has_no_gap(tenant: TenantRef) -> None:
    assert [finding for finding in examine() if not finding.is_warning] == []


WALLS = [
    ("role-power", "ALTER ROLE raglan_app BYPASSRLS", "ALTER ROLE raglan_app NOBYPASSRLS"),
    ("role-power", "ALTER ROLE {role} SUPERUSER", "ALTER ROLE {role} NOSUPERUSER"),
    ("role-power", "ALTER ROLE raglan_app CREATEROLE", "ALTER ROLE raglan_app NOCREATEROLE"),
    ("role-inherit", "ALTER ROLE raglan_app INHERIT", "ALTER ROLE raglan_app NOINHERIT"),
    ("role-login", "ALTER ROLE {role} LOGIN", "ALTER ROLE {role} NOLOGIN"),
    ("role-owns", "CREATE SCHEMA extra AUTHORIZATION raglan_app", "DROP SCHEMA extra"),
    ("role-member", "GRANT raglan_owner TO raglan_app", "REVOKE raglan_owner FROM raglan_app"),
    ("role-member", "GRANT {other} TO {role}", "REVOKE {other} FROM {role}"),
    (
        "role-member",
        "GRANT {role} TO raglan_app WITH INHERIT TRUE GRANTED BY raglan_owner",
        "GRANT {role} TO raglan_app WITH INHERIT FALSE GRANTED BY raglan_owner",
    ),
    ("schema-missing", "ALTER SCHEMA {role} RENAME TO gone", "ALTER SCHEMA gone RENAME TO {role}"),
    ("schema-grant", "GRANT USAGE ON SCHEMA {role} TO {other}", "REVOKE ALL ON SCHEMA {role} FROM {other}"),
    ("schema-grant", "GRANT CREATE ON SCHEMA {role} TO {role}", "REVOKE CREATE ON SCHEMA {role} FROM {role}"),
    (
        "table-grant",
        "GRANT SELECT ON {role}.document TO raglan_app",
        "REVOKE ALL ON {role}.document FROM raglan_app",
    ),
    ("table-grant", "GRANT SELECT ON {role}.document TO PUBLIC", "REVOKE ALL ON {role}.document FROM PUBLIC"),
    (
        "tenant-table-owner",
        "ALTER TABLE {role}.document OWNER TO {other}",
        "ALTER TABLE {role}.document OWNER TO raglan_owner",
    ),
    (
        "tenant-table-rls",
        "ALTER TABLE {role}.document NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE {role}.document FORCE ROW LEVEL SECURITY",
    ),
    (
        "tenant-table-rls",
        "ALTER TABLE {role}.document DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE {role}.document ENABLE ROW LEVEL SECURITY",
    ),
    (
        "tenant-table-rls",
        "ALTER TABLE {role}.chunk NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE {role}.chunk FORCE ROW LEVEL SECURITY",
    ),
    (
        "tenant-table-rls",
        "ALTER TABLE {role}.posting DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE {role}.posting ENABLE ROW LEVEL SECURITY",
    ),
    (
        "tenant-table-policy",
        "CREATE POLICY more ON {role}.document USING (true)",
        "DROP POLICY more ON {role}.document",
    ),
    (
        "template-grant",
        "GRANT SELECT ON tenant_template.document TO raglan_app",
        "REVOKE ALL ON tenant_template.document FROM raglan_app",
    ),
    ("shared-table-declared", "CREATE TABLE public.extra (tenant_id uuid)", "DROP TABLE public.extra"),
    (
        "shared-table-rls",
        "ALTER TABLE public.job NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE public.job FORCE ROW LEVEL SECURITY",
    ),
    (
        "shared-table-policy",
        "CREATE POLICY more ON public.person USING (true)",
        "DROP POLICY more ON public.person",
    ),
    (
        "shared-table-grant",
        "GRANT SELECT ON public.django_session TO raglan_tenant",
        "REVOKE ALL ON public.django_session FROM raglan_tenant",
    ),
    (
        "shared-table-grant",
        "GRANT UPDATE ON public.tenant TO raglan_tenant",
        "REVOKE UPDATE ON public.tenant FROM raglan_tenant",
    ),
    (
        "public-grant",
        "GRANT SELECT ON public.api_key TO {role}",
        "REVOKE ALL ON public.api_key FROM {role}",
    ),
    (
        "password-grant",
        "GRANT SELECT (password) ON public.person TO raglan_tenant",
        "REVOKE SELECT (password) ON public.person FROM raglan_tenant",
    ),
    (
        "audit-grant",
        "GRANT DELETE ON public.audit_event TO raglan_app",
        "REVOKE DELETE ON public.audit_event FROM raglan_app",
    ),
    (
        "function-revoke",
        "GRANT EXECUTE ON FUNCTION set_config(text, text, boolean) TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION set_config(text, text, boolean) FROM PUBLIC",
    ),
    (
        "function-definer",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "DROP FUNCTION public.f()",
    ),
    (
        "settings-revoke",
        "GRANT UPDATE ON pg_settings TO PUBLIC",
        "REVOKE UPDATE ON pg_settings FROM PUBLIC",
    ),
    (
        "create-revoke",
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    ),
    (
        "temporary-revoke",
        "GRANT TEMPORARY ON DATABASE raglan_test TO PUBLIC",
        "REVOKE TEMPORARY ON DATABASE raglan_test FROM PUBLIC",
    ),
    (
        "extension-version",
        "UPDATE pg_extension SET extversion = '0.7.0' WHERE extname = 'vector'",
        "UPDATE pg_extension SET extversion = '0.8.5' WHERE extname = 'vector'",
    ),
]


@pytest.fixture(scope="module")
def two_tenants(database: None) -> tuple[TenantRef, TenantRef]:
    from tests.factories import cast

    return cast.make_tenant("ada"), cast.make_tenant("max")


@pytest.mark.parametrize(("wall", "remove", "restore"), WALLS)
def test_a_wall_that_is_gone_is_noticed(
    two_tenants: tuple[TenantRef, TenantRef], wall: str, remove: str, restore: str
) -> None:
    names = {"role": two_tenants[0].role, "other": two_tenants[1].role}
    with superuser() as connection:
        connection.execute(remove.format(**names).encode())
        try:
            assert wall in gaps()
        finally:
            connection.execute(restore.format(**names).encode())
    assert gaps() == []


def test_the_server_that_raglan_brings_along_is_not_to_be_updated_by_anybody(
    database: None, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    monkeypatch.setattr("tenants.doctor.SAFE_SERVERS", dict.fromkeys((16, 17, 18), 99))
    settings.DATA_DIR = tmp_path
    assert [finding.wall for finding in examine() if finding.is_warning] == ["server-version"]
    (tmp_path / "postgres").mkdir()
    port = connection.settings_dict["PORT"]
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"1\n/data\n0\n{port}\n")
    assert [finding.wall for finding in examine() if finding.is_warning] == []
