"""Bring the shared tables and every tenant's schema forward; safe to repeat after any failure."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.autodetector import MigrationAutodetector

from project.kernel.db import shared_scope
from tenants import schemas
from tenants.access import known_tenants
from tenants.models import Tenant


class Command(BaseCommand):
    """Migrate `public`, the template and all tenants side by side."""

    autodetector = MigrationAutodetector
    help = "Migrate the shared tables and every tenant's schema; a tenant that fails stops alone."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all migrations; fail at the end, naming each tenant that broke."""
        schemas.migrate_shared()
        with shared_scope():
            tenants = known_tenants()
            failures = schemas.migrate_tenants(tenants)
            done = [tenant.id for tenant in tenants if tenant.slug not in failures]
            Tenant.objects.filter(pk__in=done).update(schema_version=schemas.latest_version())
        self.stdout.write(f"migrated the shared tables and {len(done)} tenants")
        if failures:
            raise CommandError("\n".join(f"{slug}: {detail}" for slug, detail in failures.items()))
