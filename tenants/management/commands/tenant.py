"""Make, list, examine and erase tenants from the shell."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.kernel.db import shared_scope
from project.kernel.errors import RaglanError
from tenants import doctor, schemas
from tenants.actions import erasure, tenancy
from tenants.models import Person, Tenant


class Command(BaseCommand):
    """Offer one subcommand per verb."""

    help = "Manage tenants: create, list, erase, doctor, ddl."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the subcommands."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a tenant, its schema, role and owner; repeatable")
        create.add_argument("slug")
        create.add_argument("--name", required=True)
        create.add_argument("--owner", required=True, metavar="EMAIL")
        create.add_argument("--password", required=True)
        verbs.add_parser("list", help="print every tenant")
        erase = verbs.add_parser("erase", help="remove a tenant from every store, and say what was where")
        erase.add_argument("slug")
        erase.add_argument("--yes", action="store_true", help="there is no way back: say so")
        verbs.add_parser("doctor", help="look for gaps in the walls between tenants")
        verbs.add_parser("ddl", help="write the script that makes a new tenant's schema")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen verb; turn a named error into one clear line."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except RaglanError as error:
            raise CommandError(" ".join([error.detail, *(e.detail for e in error.errors)])) from error

    def _create(self, options: dict[str, Any]) -> None:
        owner = tenancy.OwnerAccount(email=options["owner"], password=options["password"])
        with shared_scope():
            is_known = Person.objects.filter(email=owner.email.lower()).exists()
        tenant = tenancy.create(slug=options["slug"], name=options["name"], owner=owner)
        self.stdout.write(
            f"tenant {tenant.slug} is ready ({tenant.id})"
            + (f"; {owner.email} had an account and keeps its password" if is_known else "")
        )

    def _list(self, options: dict[str, Any]) -> None:
        with shared_scope():
            for tenant in Tenant.objects.order_by("slug"):
                self.stdout.write(f"{tenant.slug}\t{tenant.state}\t{tenant.name}\t{tenant.pk}")

    def _erase(self, options: dict[str, Any]) -> None:
        if not options["yes"]:
            raise CommandError("This removes everything of the tenant, for good: add --yes.")
        for removal in erasure.erase(slug=options["slug"]):
            self.stdout.write(f"{removal.count:>10}  {removal.place}")
        self.stdout.write(f"tenant {options['slug']} is erased")

    def _doctor(self, options: dict[str, Any]) -> None:
        findings = doctor.examine()
        for finding in findings:
            kind = "warning" if finding.is_warning else "gap"
            self.stdout.write(f"{kind}: {finding.wall}: {finding.detail}")
        if gaps := sum(not finding.is_warning for finding in findings):
            raise CommandError(f"{gaps} gaps in the walls between tenants")
        self.stdout.write("the walls between tenants stand")

    def _ddl(self, options: dict[str, Any]) -> None:
        schemas.SCRIPT.write_text(schemas.generate_script(), encoding="utf-8")
        self.stdout.write(f"wrote {schemas.SCRIPT.name}")
