"""Let a tenant's judged questions teach how its search weighs meaning and words."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.actions import weighing
from documents.actions.weighing import Case
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import RaglanError
from tenants.access import access_tenant, actor_by_email

NOT_KEPT = "they help nothing, so the legs are weighed as by default"
LINE = '{"question": "…", "documents": ["external id", …]}'


class Command(BaseCommand):
    """Learn weights from a file of questions, and keep them where they help."""

    help = f"Learn how to weigh meaning and words from questions with expected documents, a line each: {LINE}"
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug")
        parser.add_argument("--collection", help="weigh this collection alone; the questions are asked of it")
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("--cases", type=Path, help="a file with a question on each line")
        given.add_argument("--forget", action="store_true", help="weigh as by default again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn or forget; turn a named error into one clear line."""
        try:
            with shared_scope():
                tenant = access_tenant(slug=options["slug"])
                actor = actor_by_email(tenant=tenant)
            with tenant_scope(tenant):
                if options["forget"]:
                    weighing.forget(actor=actor, collection=options["collection"])
                    self.stdout.write("forgotten")
                    return
                tuned = weighing.learn(
                    actor=actor, cases=list(_cases(options["cases"])), collection=options["collection"]
                )
        except RaglanError as error:
            faults = [f"{fault.field}: {fault.detail}" for fault in error.errors]
            raise CommandError("\n".join([error.detail, *faults])) from error
        self.stdout.write(
            f"{tuned.questions} questions found what was expected; mean reciprocal rank by default"
            f" {tuned.before:.3f}, learned and measured on questions held out {tuned.after:.3f}"
        )
        self.stdout.write(json.dumps(asdict(tuned.weights)) if tuned.is_better else NOT_KEPT)


def _cases(path: Path) -> Iterator[Case]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise CommandError(f"{path} cannot be read: {wrong}") from wrong
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _case(number, line)


def _case(number: int, line: str) -> Case:
    try:
        read = json.loads(line)
        question, expected = read["question"], read["documents"]
        is_right = isinstance(question, str) and expected and all(isinstance(one, str) for one in expected)
    except (ValueError, TypeError, KeyError):
        is_right = False
    if not is_right or isinstance(expected, str):
        raise CommandError(f"Line {number} is not as expected: {LINE}")
    return Case(question=question, expected=tuple(expected))
