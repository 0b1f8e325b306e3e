"""Time the making of tenants, with the product's own password hash: python -m tests.bench.tenants [TENANTS]."""

import json
import statistics
import sys
import time

from tests import environment  # isort: skip  # first: it sets Django up

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from project.kernel.db import TenantRef, shared_scope
from project.kernel.ids import uuid7
from tenants import schemas
from tests.factories import cast


def schema_seconds() -> float:
    """Make one role and schema; return the seconds."""
    begun = time.perf_counter()
    key = uuid7()
    schemas.create_schema(TenantRef(id=key, slug=f"t{key.hex[:12]}", name="Bench"))
    return time.perf_counter() - begun


def tenant_seconds() -> float:
    """Make one tenant with its owner; return the seconds."""
    begun = time.perf_counter()
    cast.make_tenant("ada")
    return time.perf_counter() - begun


def main(count: int) -> None:
    """Print the figures as JSON."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    environment.services.start()
    with shared_scope():
        call_command("migrate", verbosity=0, stdout=sys.stderr)
    schemas_made = [schema_seconds() for _ in range(count)]
    tenants_made = [tenant_seconds() for _ in range(count)]
    connections.close_all()
    environment.services.stop()
    figures = {
        "bench": "tenants",
        "count": count,
        "schema_ms_p50": round(1000 * statistics.median(schemas_made), 1),
        "schema_ms_max": round(1000 * max(schemas_made), 1),
        "tenant_with_owner_ms_p50": round(1000 * statistics.median(tenants_made), 1),
        "tenant_with_owner_ms_max": round(1000 * max(tenants_made), 1),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
