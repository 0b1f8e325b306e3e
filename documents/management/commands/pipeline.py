"""Export, check, compare and apply the pipeline of a collection from the shell."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.actions import pipelines
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from tenants.access import access_tenant, actor_by_email
from tenants.types import Actor


class Command(BaseCommand):
    """Handle a collection's pipeline as a file."""

    help = "Export, check, diff or apply the pipeline of a collection as a YAML file."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("verb", choices=["export", "check", "diff", "apply"])
        parser.add_argument("slug")
        parser.add_argument("--collection", required=True)
        parser.add_argument(
            "file", nargs="?", type=Path, help="the file; export writes to it, or to the screen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked; turn a named error into one clear line for each fault."""
        try:
            with shared_scope():
                tenant = access_tenant(slug=options["slug"])
                actor = actor_by_email(tenant=tenant)
            with tenant_scope(tenant):
                self._do(options["verb"], actor, options["collection"], options["file"])
        except RaglanError as error:
            faults = [f"{fault.field}: {fault.detail}" for fault in error.errors]
            raise CommandError("\n".join([error.detail, *faults])) from error

    def _do(self, verb: str, actor: Actor, slug: str, file: Path | None) -> None:
        if verb == "export":
            self._export(pipelines.export(actor=actor, slug=slug).content, file)
            return
        if file is None or not file.is_file():
            raise CommandError("Expected the path of a file.")
        content = file.read_text()
        if verb == "check":
            self._check(content)
        elif verb == "diff":
            found = pipelines.compare(actor=actor, slug=slug, content=content)
            for change in found.changes:
                self.stdout.write(f"{change.path}: {change.before} -> {change.after}")
            self.stdout.write(f"needs: {found.needs}")
        else:
            applied = pipelines.apply(actor=actor, slug=slug, content=content)
            built = f"; index version {applied.index_id} is being built" if applied.index_id else ""
            self.stdout.write(f"file {applied.number} is applied, needs: {applied.needs}{built}")

    def _export(self, content: str, file: Path | None) -> None:
        if file is None:
            self.stdout.write(content, ending="")
        else:
            file.write_text(content)

    def _check(self, content: str) -> None:
        faults = pipelines.check(content=content)
        if faults:
            raise CommandError("\n".join(f"line {f.line}: {f.path}: {f.detail}" for f in faults))
        self.stdout.write("the file is right")
