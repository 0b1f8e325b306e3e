"""Look for gaps in the walls between tenants, in the catalogue of the database as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from project.kernel.db import shared_scope
from tenants import catalogue
from tenants.walls import APP, OWNER, SHARED_TABLES, TENANT

# The first release of each line without known leaks between roles (release notes of PostgreSQL and pgvector).
# Raglan needs 16: only there a grant says by itself that it is not inherited.
SAFE_SERVERS = {16: 15, 17: 11, 18: 6}
SAFE_VECTOR = (0, 8, 2)


@dataclass(frozen=True)
class Finding:
    """Say which wall has a gap, and where; a warning does not keep a process from starting."""

    wall: str
    detail: str
    is_warning: bool = False


def examine() -> list[Finding]:
    """Return every gap; an empty list is a clean bill."""
    with shared_scope():
        found = [Finding(wall, str(row[0])) for wall, sql in catalogue.GAPS.items() for row in _rows(sql)]
        return [*found, *_tenant_tables(), *_shared_tables(), *_versions()]


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _tenant_tables() -> Iterator[Finding]:
    for schema, table, owner, is_forced, policies in _rows(catalogue.TENANT_TABLES):
        name = f"{schema}.{table}"
        if owner != OWNER:
            yield Finding("tenant-table-owner", f"{name} belongs to {owner}")
        if table == "django_migrations":
            continue
        if not is_forced:
            yield Finding("tenant-table-rls", f"{name} does not force row-level security")
        tenant = f"{schema[2:10]}-{schema[10:14]}-{schema[14:18]}-{schema[18:22]}-{schema[22:]}"
        setting = f"(current_setting('raglan.tenant'::text, true) = '{tenant}'::text)"
        rule = f"(( SELECT 1 WHERE {setting}) IS NOT NULL)"
        expected = sorted([f"of_tenant {schema} {rule} {rule}", f"of_owner {OWNER} true true"])
        if sorted(" ".join(policy.split()) for policy in policies) != expected:
            yield Finding("tenant-table-policy", f"{name} has other policies than its own")


def _shared_tables() -> Iterator[Finding]:
    declared = {table.name: table for table in SHARED_TABLES}
    for table, is_forced, has_tenant, policies, grants in _rows(catalogue.SHARED_TABLES):
        if table not in declared and table != "person":
            if has_tenant:
                yield Finding(
                    "shared-table-declared", f"{table} carries a tenant and is not in SHARED_TABLES"
                )
            if grants:
                yield Finding("shared-table-grant", f"{TENANT} has {grants} on {table}")
            continue
        if not is_forced:
            yield Finding("shared-table-rls", f"{table} does not force row-level security")
        if sorted(policies) != [f"of_application {OWNER},{APP}", f"of_tenant {TENANT}"]:
            yield Finding("shared-table-policy", f"{table} has other policies than its own")
        if table in declared and grants != sorted(declared[table].grants.split(", ")):
            yield Finding("shared-table-grant", f"{TENANT} has {grants} on {table}")


def _versions() -> Iterator[Finding]:
    server, vector = _rows(catalogue.VERSIONS)[0]
    major, minor = divmod(int(server), 10_000)
    is_trial = settings.ENVIRONMENT != "production"
    # There is nothing for an operator to update where the server is the one that Raglan brings along.
    is_fixed = is_trial and _is_ours()
    if not is_fixed and (minor < SAFE_SERVERS.get(major, 0) or major < min(SAFE_SERVERS)):
        yield Finding("server-version", f"PostgreSQL {major}.{minor} has known gaps: update it", is_trial)
    if tuple(int(part) for part in str(vector or "0").split(".")) < SAFE_VECTOR:
        yield Finding("extension-version", f"pgvector {vector} shows rows of other tables: update it")


def _is_ours() -> bool:
    """Say whether this database's server is the one that `make up` runs out of its wheel."""
    try:
        lines = (settings.DATA_DIR / "postgres" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    # The fourth line is the port (PostgreSQL, miscinit.h).
    return lines[3:4] == [str(connection.settings_dict["PORT"])]
