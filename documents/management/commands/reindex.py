"""Reindex a tenant from the shell, as an admin does from the web UI."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from documents.access import access_collection, access_index, building_by, standing_of
from documents.actions import indexes, versions
from documents.indexing.engines import require_engine
from documents.indexing.estimate import estimate
from documents.jobs import BUILDS, BuildIndexOnRay
from documents.types import IndexState, Status
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from project.kernel.jobs import run_here
from tenants.access import access_tenant, actor_by_email
from tenants.types import Actor

POLL_SECONDS = 0.5
NO_SETTINGS = (
    "Reading the files of a collection again is done by the workers. To build an index version of the collection on"
    " Ray, say of which settings: --index-settings '{}' for those that are usual."
)
UNFINISHED = (Status.QUEUED, Status.PARSING, Status.EMBEDDING)


def settings_object(text: str) -> dict[str, Any]:
    """Read settings from an argument; raise ArgumentTypeError, which says what was expected."""
    try:
        read = json.loads(text)
    except ValueError as wrong:
        raise ArgumentTypeError(f"expected a JSON object, but it is not JSON: {wrong}") from wrong
    if not isinstance(read, dict):
        raise ArgumentTypeError("expected a JSON object")
    return read


class Command(BaseCommand):
    """Build an index version beside the live one and let it answer, or read one collection again."""

    help = "Build an index version of a tenant or a collection beside the live one; with --wait, promote it."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug")
        parser.add_argument(
            "--collection",
            help="read the files of this collection again, as new versions; with --index-settings, build an index"
            " version for this collection alone instead",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what building would take, and build nothing"
        )
        parser.add_argument(
            "--wait", action="store_true", help="wait until all is ready, and promote the candidate"
        )

        parser.add_argument(
            "--index-settings",
            type=settings_object,
            help='of the candidate, as JSON: {"splitter": {"max_tokens": 120}}',
        )
        parser.add_argument(
            "--engine",
            choices=list(BUILDS),
            default="local",
            help="where it is computed: by the workers, or on Ray (RAY_ADDRESS names a cluster), in this process",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the job; turn a named error into one clear line."""
        try:
            with shared_scope():
                tenant = access_tenant(slug=options["slug"])
                actor = actor_by_email(tenant=tenant)
            with tenant_scope(tenant):
                self._reindex(actor, options)
        except RaglanError as error:
            faults = [f"{fault.field}: {fault.detail}" for fault in error.errors]
            raise CommandError("\n".join([error.detail, *faults])) from error

    def _reindex(self, actor: Actor, options: dict[str, Any]) -> None:
        self._told = ""
        require_engine(options["engine"])
        if options["dry_run"]:
            self._estimate(actor, options)
            return
        if options["collection"] and options["index_settings"] is None:
            self._read_again(actor, options)
            return
        index_id = self._broken_off(actor, options) or self._begun(actor, options)
        if options["engine"] == "ray":
            self._build_here(index_id)
        if options["wait"]:
            self._wait(index_id)
            indexes.promote(actor=actor, index_id=index_id)
            self.stdout.write(f"index version {index_id} is live")

    def _estimate(self, actor: Actor, options: dict[str, Any]) -> None:
        # Reading a collection again is what other converter settings would need too.
        said = estimate(
            actor=actor,
            settings=options["index_settings"] or {},
            collections=_collections(options),
        )
        pace = "measured" if said["pace"]["is_measured"] else "assumed"
        self.stdout.write(
            f"{said['needs']}: {said['documents']} documents, {said['chunks']} chunks, {said['tokens']} tokens,"
            f" {said['bytes']} bytes; about {said['minutes']} minutes at the {pace} pace;"
            f" {said['sizing']['disk_bytes']} bytes on disk"
        )

    def _broken_off(self, actor: Actor, options: dict[str, Any]) -> int | None:
        """Return the candidate for the same that another process has begun to build on Ray, and left."""
        if options["engine"] != "ray":
            return None
        with transaction.atomic():
            named = [access_collection(actor=actor, slug=slug).pk for slug in _collections(options) or ()]
            index_id = building_by(job=BuildIndexOnRay, collections=named or None)
        if index_id is not None:
            self.stdout.write(f"index version {index_id} goes on")
        return index_id

    def _begun(self, actor: Actor, options: dict[str, Any]) -> int:
        index_id = indexes.build(
            actor=actor,
            settings=options["index_settings"] or {},
            collections=_collections(options),
            engine=options["engine"],
        )
        self.stdout.write(f"index version {index_id} is being built")
        return index_id

    def _build_here(self, index_id: int) -> None:
        """Do the job in this process, turn by turn: one that is broken off goes on where the next is begun."""
        while self._building(index_id):
            run_here(BuildIndexOnRay.queue)
            time.sleep(POLL_SECONDS)

    def _building(self, index_id: int) -> bool:
        with transaction.atomic():
            index = access_index(index_id=index_id)
        self._tell(f"{index.done} of {index.total} chunks")
        return index.state == IndexState.BUILDING

    def _read_again(self, actor: Actor, options: dict[str, Any]) -> None:
        if options["engine"] != "local":
            raise CommandError(NO_SETTINGS)
        asked = versions.read_again(actor=actor, collection=options["collection"])
        self.stdout.write(
            f"{len(asked.document_ids)} documents of {options['collection']} are read again;"
            f" {asked.skipped} changed meanwhile"
        )
        if options["wait"]:
            failed = self._wait_for_documents(actor, asked.document_ids)
            if failed:
                raise CommandError(f"{failed} documents could not be read; their pages say why")
            self.stdout.write("all are ready")

    def _wait_for_documents(self, actor: Actor, document_ids: Sequence[UUID]) -> int:
        while True:
            with transaction.atomic():
                standing = standing_of(actor=actor, document_ids=document_ids)
            waiting = sum(standing[status] for status in UNFINISHED)
            if not waiting:
                return standing[Status.FAILED] + standing[Status.QUARANTINED]
            self._tell(f"{waiting} documents wait")
            time.sleep(POLL_SECONDS)

    def _wait(self, index_id: int) -> None:
        while self._building(index_id):
            time.sleep(POLL_SECONDS)
        with transaction.atomic():
            index = access_index(index_id=index_id)
        if index.state != IndexState.READY:
            why = f": {index.error['detail']}" if index.error else ""
            raise CommandError(f"index version {index_id} is {index.state}{why}")

    def _tell(self, line: str) -> None:
        """Say how far it is, where that is further than was said before."""
        if line != self._told:
            self.stdout.write(line)
        self._told = line


def _collections(options: dict[str, Any]) -> list[str] | None:
    """Return for which collections an index version is built; None for the tenant's."""
    return [options["collection"]] if options["collection"] else None
