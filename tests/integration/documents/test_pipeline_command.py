"""An operator handles a pipeline's file from the shell, and is told what is wrong with it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_indexes_api import TEXT, Run


@pytest.fixture
def file(client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, tmp_path: Path) -> Path:
    """Return the exported file of a collection with one document."""
    upload(TEXT, name="rules.txt")
    run_jobs()
    file = tmp_path / "hr.yaml"
    call_command("pipeline", "export", tenant.slug, str(file), "--collection", "hr")
    return file


def test_the_file_stands_before_or_after_the_collection(
    file: Path, tenant: TenantRef, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        (tenant.slug, "--collection", "hr", str(file)),
        (tenant.slug, str(file), "--collection", "hr"),
        ("--collection", "hr", tenant.slug, str(file)),
    ):
        call_command("pipeline", "check", *arguments)
        assert "the file is right" in capsys.readouterr().out


def test_a_check_for_a_collection_that_is_not_there_fails(file: Path, tenant: TenantRef) -> None:
    with pytest.raises(CommandError, match="no such collection"):
        call_command("pipeline", "check", tenant.slug, "--collection", "nope", str(file))


def test_a_file_that_is_not_there_is_named(file: Path, tenant: TenantRef) -> None:
    with pytest.raises(CommandError, match=r"nofile\.yaml cannot be read: No such file"):
        call_command("pipeline", "check", tenant.slug, "--collection", "hr", "nofile.yaml")


def test_what_is_wrong_with_the_whole_file_has_one_colon(file: Path, tenant: TenantRef) -> None:
    file.write_text("version: 1\nsplitter: [")
    for verb in ("check", "apply"):
        with pytest.raises(CommandError, match=r"(?i)line 2: Expected YAML") as failure:
            call_command("pipeline", verb, tenant.slug, "--collection", "hr", str(file))
        assert ": :" not in str(failure.value)


def test_what_is_applied_says_that_it_must_be_promoted(
    file: Path, tenant: TenantRef, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(file.read_text().replace("precision: halfvec", "precision: binary"))
    call_command("pipeline", "apply", tenant.slug, "--collection", "hr", str(file))
    assert "answers once it is promoted" in capsys.readouterr().out
