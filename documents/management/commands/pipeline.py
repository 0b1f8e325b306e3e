"""Export, check, compare and apply the pipeline of a collection from the shell."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let the file stand before or after the options."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Alone, argparse settles an optional file before it has seen what comes after the options.
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked; turn a named error into one clear line for each fault."""
        try:
            with shared_scope():
                tenant = access_tenant(slug=options["slug"])
                actor = actor_by_email(tenant=tenant)
            with tenant_scope(tenant):
                self._do(options["verb"], actor, options["collection"], options["file"])
        except RaglanError as error:
            faults = [f"{_about(fault.field)}{fault.detail}" for fault in error.errors]
            raise CommandError("\n".join([error.detail, *faults])) from error

    def _do(self, verb: str, actor: Actor, slug: str, file: Path | None) -> None:
        if verb == "export":
            self._export(pipelines.export(actor=actor, slug=slug).content, file)
            return
        content = _content_of(file)
        if verb == "check":
            self._check(actor, slug, content)
        elif verb == "diff":
            found = pipelines.compare(actor=actor, slug=slug, content=content)
            for change in found.changes:
                self.stdout.write(f"{change.path}: {change.before} -> {change.after}")
            self.stdout.write(f"needs: {found.needs}")
        else:
            self._apply(actor, slug, content)

    def _apply(self, actor: Actor, slug: str, content: str) -> None:
        applied = pipelines.apply(actor=actor, slug=slug, content=content)
        built = ""
        if applied.index_id:
            built = (
                f"; index version {applied.index_id} is being built, and answers once it is promoted: under Index and"
                f" jobs in the browser, or POST /api/v1/indexes/{applied.index_id}/promote"
            )
        self.stdout.write(f"file {applied.number} is applied, needs: {applied.needs}{built}")

    def _export(self, content: str, file: Path | None) -> None:
        if file is None:
            self.stdout.write(content, ending="")
        else:
            file.write_text(content)

    def _check(self, actor: Actor, slug: str, content: str) -> None:
        faults = pipelines.check(actor=actor, slug=slug, content=content)
        if faults:
            raise CommandError("\n".join(f"line {f.line}: {_about(f.path)}{f.detail}" for f in faults))
        self.stdout.write("the file is right")


def _content_of(file: Path | None) -> str:
    if file is None:
        raise CommandError("Expected the path of a file after the options.")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise CommandError(f"{file} is no text in UTF-8.") from wrong
    except OSError as missing:
        raise CommandError(f"{file} cannot be read: {missing.strerror}.") from missing


def _about(path: str) -> str:
    """Name what a fault is about; one of the file as a whole is about nothing in particular."""
    return f"{path}: " if path else ""
