"""Bring the shared tables and every tenant's schema forward; safe to repeat after any failure."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.autodetector import MigrationAutodetector

from project.kernel.db import shared_scope
from tenants import schemas
from tenants.access import tenants_behind
from tenants.models import Tenant


class Command(BaseCommand):
    """Migrate `public`, the template and all tenants side by side."""

    autodetector = MigrationAutodetector
    help = "Migrate the shared tables and every tenant's schema; a tenant that fails stops alone."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all migrations; fail at the end, naming each tenant that broke."""
        with schemas.one_migration_at_a_time(), shared_scope():
            schemas.migrate_shared()
            latest = schemas.latest_version()
            failures = self._migrate_tenants(latest)
        if failures:
            raise CommandError("\n".join(f"{slug}: {detail}" for slug, detail in failures.items()))

    def _migrate_tenants(self, latest: str) -> dict[str, str]:
        """Note each tenant that is done at once, so that a run that was cut off goes on where it ended."""
        failures = {}
        behind = tenants_behind(latest)
        for tenant, failure in schemas.migrate_tenants(behind):
            if failure:
                failures[tenant.slug] = failure
            else:
                Tenant.objects.filter(pk=tenant.id).update(schema_version=latest)
        self.stdout.write(f"migrated the shared tables and {len(behind) - len(failures)} tenants")
        return failures
