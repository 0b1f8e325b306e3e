"""Let a collection answer by the tenant's index version again, as an admin does from the web UI."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from documents.actions import following
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from project.kernel.jobs.reading import find_job
from project.kernel.models import JobRecord, JobState
from tenants.access import access_tenant, actor_by_email
from tenants.types import Actor

POLL_SECONDS = 0.5
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Command(BaseCommand):
    """Bring a collection back from an index version of its own."""

    help = "Let a collection answer by the tenant's index version again; with --wait, return when it does."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug")
        parser.add_argument("--collection", required=True)
        parser.add_argument("--wait", action="store_true", help="wait until the tenant's version answers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for it; turn a named error into one clear line."""
        try:
            with shared_scope():
                tenant = access_tenant(slug=options["slug"])
                actor = actor_by_email(tenant=tenant)
            with tenant_scope(tenant):
                self._follow(actor, options["collection"], options["wait"])
        except RaglanError as error:
            raise CommandError(error.detail) from error

    def _follow(self, actor: Actor, collection: str, is_awaited: bool) -> None:
        job = following.follow_tenant(actor=actor, slug=collection)
        if job is not None:
            self.stdout.write(
                f"{collection} answers by its own until job {job} has read and embedded the rest"
            )
            if not is_awaited:
                return
            self._wait(job)
        self.stdout.write(f"{collection} answers by the tenant's index version")

    def _wait(self, job_id: UUID) -> None:
        while (record := _read(job_id)).state not in ENDED:
            time.sleep(POLL_SECONDS)
        if record.state != JobState.DONE:
            raise CommandError(f"the job is {record.state}; the collection answers by its own index version")


def _read(job_id: UUID) -> JobRecord:
    with transaction.atomic():
        return find_job(job_id)
