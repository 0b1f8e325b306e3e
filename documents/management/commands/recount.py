"""Compare what a tenant's searches by words count with with a recount, and mend it."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from documents.indexing.recounting import differences, mend_segment, mend_whole
from documents.search.recount import all_segments
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from tenants.access import access_tenant

KINDS = {
    "counts": "counts of passages and words",
    "ends": "documents whose end was missed",
    "postings": "segments in which words stand elsewhere than the passages say",
    "maps": "segments with wrong maps of words",
    "readers": "segments with wrong maps of readers",
}


class Command(BaseCommand):
    """Say what differs, and mend it."""

    help = "Compare counts, postings and maps of a tenant with its passages; say what differs, and mend it."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug")
        parser.add_argument("--dry-run", action="store_true", help="say what differs, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare; turn a named error into one clear line."""
        try:
            with shared_scope():
                tenant = access_tenant(slug=options["slug"])
            with tenant_scope(tenant):
                found = _looked(tenant) if options["dry_run"] else _mended(tenant)
        except RaglanError as error:
            raise CommandError(error.detail) from error
        for kind, count in sorted(found.items()):
            self.stdout.write(f"{count:>6}  {KINDS[kind]}")
        if not found:
            self.stdout.write("everything is as a recount says")
        elif not options["dry_run"]:
            self.stdout.write("all of that is mended")


def _looked(tenant: TenantRef) -> Counter[str]:
    return Counter(kind for kind, _ in differences(tenant))


def _mended(tenant: TenantRef) -> Counter[str]:
    with transaction.atomic():
        segments = all_segments()
    found = Counter[str]()
    for segment in segments:
        found.update(mend_segment(tenant, segment))
    found.update(mend_whole(tenant))
    return found
