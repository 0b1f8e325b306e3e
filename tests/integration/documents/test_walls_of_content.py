"""What search reads stands behind forced row-level security too, vectors of index versions included."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction

from project.kernel.db import TenantRef, tenant_scope
from tenants.schemas import owner_cursor
from tests.integration.documents.conftest import Upload

TABLES = ("chunk", "posting", "embedding_1")


@pytest.fixture
def mistake(
    tenant: TenantRef, other_tenant: TenantRef, upload: Upload, run_jobs: Callable[[], int]
) -> Iterator[None]:
    """Grant another tenant's role what search reads of this one's, as nobody should."""
    upload()
    run_jobs()
    with owner_cursor(tenant) as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA {tenant.schema} TO {other_tenant.role}")
        cursor.execute(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA {tenant.schema} TO {other_tenant.role}")
    yield
    with owner_cursor(tenant) as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {tenant.schema} FROM {other_tenant.role}")
        cursor.execute(f"REVOKE ALL ON SCHEMA {tenant.schema} FROM {other_tenant.role}")
    connections["owner"].close()


def count(asker: TenantRef, table: str) -> int:
    with tenant_scope(asker), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("table", TABLES)
def test_a_grant_by_mistake_shows_nothing(
    tenant: TenantRef, other_tenant: TenantRef, mistake: None, table: str
) -> None:
    assert count(tenant, table) > 0
    assert count(other_tenant, f"{tenant.schema}.{table}") == 0
