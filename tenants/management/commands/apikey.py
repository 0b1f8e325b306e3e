"""Make an API key from the shell."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from tenants.access import access_tenant, actor_by_email
from tenants.actions import api_keys
from tenants.types import Scope


class Command(BaseCommand):
    """Print a fresh key once, alone on standard output."""

    help = "Make an API key: it acts as that user, or as the tenant's owner."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the one subcommand."""
        create = parser.add_subparsers(dest="verb", required=True).add_parser("create", help="make a key")
        create.add_argument("slug")
        create.add_argument("--name", required=True)
        create.add_argument("--scopes", required=True, help=f"between commas: {' '.join(Scope)}")
        create.add_argument("--user", default="", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key; turn a named error into one clear line."""
        try:
            self.stdout.write(_create(options))
        except RaglanError as error:
            raise CommandError(" ".join([error.detail, *(e.detail for e in error.errors)])) from error


def _create(options: dict[str, Any]) -> str:
    unknown = set(wanted := options["scopes"].split(",")) - set(Scope)
    if unknown:
        raise CommandError(f"Unknown scopes {' '.join(sorted(unknown))}: expected some of {' '.join(Scope)}.")
    with shared_scope():
        tenant = access_tenant(slug=options["slug"])
        actor = actor_by_email(tenant=tenant, email=options["user"])
    with tenant_scope(tenant):
        made = api_keys.create(actor=actor, name=options["name"], scopes=[Scope(name) for name in wanted])
    return made.token
