"""A wrong variable stops the start with its name and what was expected."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from chat.jobs import STALE_SECONDS
from chat.wiring.running import POLL_LIMIT_SECONDS
from project.environment import ROOT, Environment, load_environment

RIGHT = {
    "SECRET_KEY": "a secret of forty characters for tests only",
    "DATABASE_URL": "postgresql://raglan_app:p%40ss@db:5432/raglan",
    "REDIS_URL": "redis://localhost",
}


def start_with(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)}
    command = [sys.executable, "-c", "from project.environment import load_environment; load_environment()"]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "mysql://db", "must begin with postgresql: or postgres:"),
        ("TGI_URLS", "http://a,ftp://b", "must begin with http: or https:"),
        ("SECRET_KEY", "short", "must have at least 32 characters"),
        ("TGI_CONTEXT_TOKENS", "512", "must be at least 1024"),
        ("PORT", "0", "must be greater than or equal to 1"),
        ("LOG_LEVEL", "loud", "must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("BASE_DOMAIN", "a b", "must match pattern"),
        ("DATABASE_URL", "postgresql://db/raglan?sslmod=require", "must have parameters of libpq alone"),
        ("DATABASE_URL", "postgresql://db:many/raglan", "must have a number from 1 to 65535 as its port"),
        ("EMBEDDER", "all-minilm", "must be all-minilm-l6-v2"),
        ("EMBEDDERS_FILE", "/nowhere/models.yaml", "must be a file that can be read"),
        ("FORWARDED_ALLOW_IPS", "10.0.0.0/8, proxy", "must be addresses and networks between commas"),
        ("FORWARDED_ALLOW_IPS", "10.0.0.1/8", "must be addresses and networks between commas"),
        ("EMAIL_URL", "smtp://h:many", "must have a number from 1 to 65535 as its port"),
        ("EMAIL_URL", "smtp:", "must be smtp://USER:PASSWORD@HOST:PORT"),
        ("EMAIL_URL", "smtp://h/inbox", "must be smtp://USER:PASSWORD@HOST:PORT"),
        ("EMAIL_URL", "smtp://h:465", "must begin with smtps: where its port is 465"),
        ("STORAGE_URL", "s3:", "must name a bucket alone"),
        ("STORAGE_URL", "s3://KEY:SECRET@bucket", "must name a bucket alone"),
        (
            "STORAGE_URL",
            "s3://bucket?endpoint=http://minio",
            "must have access_key, addressing_style, endpoint_url",
        ),
        ("STORAGE_URL", "file:folder", "must be the whole path of a folder"),
        ("STORAGE_URL", "file://host/folder", "must be the whole path of a folder"),
    ],
)
def test_a_wrong_variable_names_itself(tmp_path: Path, name: str, value: str, expected: str) -> None:
    done = start_with(tmp_path, **{**RIGHT, name: value})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"{name}: {expected}")


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"DEBUG": "true", "EMAIL_URL": "none:"}, "DEBUG: must be false in production"),
        ({"EMAIL_URL": "console:"}, "EMAIL_URL: must begin with smtp: or smtps: in production"),
        ({}, "EMAIL_URL: must begin with smtp: or smtps: in production"),
    ],
)
def test_what_is_for_trials_does_not_start_in_production(
    tmp_path: Path, variables: dict[str, str], line: str
) -> None:
    done = start_with(tmp_path, **RIGHT, ENVIRONMENT="production", **variables)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(line)


def test_what_is_for_production_starts_there(tmp_path: Path) -> None:
    assert start_with(tmp_path, **RIGHT, ENVIRONMENT="production", EMAIL_URL="none:").returncode == 0


def test_every_variable_is_documented_and_no_other() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    table, _, _ = page.partition("## Only for make")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert documented == {name.upper() for name in Environment.model_fields}


def test_a_databases_parameters_reach_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://raglan_app@/raglan?host=/run/postgres&sslmode=verify-full&sslrootcert=/ca.pem"
    for name, value in {**RIGHT, "DATABASE_URL": address}.items():
        monkeypatch.setenv(name, value)
    found = Environment().database_settings("database_url")
    assert (found["HOST"], found["NAME"]) == ("/run/postgres", "raglan")
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://h", ("h", 25, "", "", False, False)),
        ("smtp://me:p%23w@h:587", ("h", 587, "me", "p#w", True, False)),
        ("smtps://me:pw@h", ("h", 465, "me", "pw", False, True)),
    ],
)
def test_a_mail_server_is_spoken_to_as_its_address_says(
    monkeypatch: pytest.MonkeyPatch, address: str, server: tuple[object, ...]
) -> None:
    for name, value in {**RIGHT, "EMAIL_URL": address}.items():
        monkeypatch.setenv(name, value)
    backend, host, port, user, password, use_tls, use_ssl = Environment().email
    assert backend == "django.core.mail.backends.smtp.EmailBackend"
    assert (host, port, user, password, use_tls, use_ssl) == server
    # It refuses both kinds of TLS together.
    assert EmailBackend(host, port, user, password, use_tls, use_ssl=use_ssl).host == "h"


def test_a_buckets_prefix_and_its_server_reach_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "s3://raglan/files/eu?endpoint_url=http://minio:9000&region_name=eu"
    for name, value in {**RIGHT, "STORAGE_URL": address}.items():
        monkeypatch.setenv(name, value)
    found = Environment().storage
    storage = import_string(found["BACKEND"])(**found["OPTIONS"])
    assert (storage.bucket_name, storage.location) == ("raglan", "files/eu")
    assert (storage.endpoint_url, storage.region_name) == ("http://minio:9000", "eu")


@pytest.mark.parametrize(
    ("address", "folder"),
    [("file:///srv/files", "/srv/files"), ("file:/srv/files", "/srv/files"), ("", f"{ROOT}/.raglan/files")],
)
def test_files_lie_in_the_folder_that_is_named(
    monkeypatch: pytest.MonkeyPatch, address: str, folder: str
) -> None:
    monkeypatch.delenv("DATA_DIR", raising=False)
    for name, value in {**RIGHT, "STORAGE_URL": address}.items():
        monkeypatch.setenv(name, value)
    assert Environment().storage["OPTIONS"] == {"location": folder}


def test_a_companys_own_model_writes_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    servers = {"TGI_URLS": "http://tgi", "TGI_FALLBACK_URLS": "http://a, http://b"}
    monkeypatch.delenv("TGI_MODEL", raising=False)
    for name, value in {**RIGHT, **servers}.items():
        monkeypatch.setenv(name, value)
    environment = Environment()
    assert environment.tgi_fallback_urls == ("http://a", "http://b")
    assert environment.tgi_model == environment.tgi_fallback_model == "generic"


def test_a_variable_that_is_missing_must_be_set(tmp_path: Path) -> None:
    done = start_with(tmp_path, SECRET_KEY=RIGHT["SECRET_KEY"], REDIS_URL=RIGHT["REDIS_URL"])
    assert done.stderr == "DATABASE_URL: must be set\n"


def test_no_secret_is_printed_with_what_is_wrong(tmp_path: Path) -> None:
    done = start_with(tmp_path, **{**RIGHT, "DATABASE_URL": "mysql://root:hunter2@db"})
    assert "hunter2" not in done.stderr


def test_what_make_up_left_is_found_and_comes_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "environment").write_text("REDIS_URL='redis://kept'\nTGI_MODEL='kept'\n")
    for name, value in {**RIGHT, "DATA_DIR": str(tmp_path), "REDIS_URL": "redis://set"}.items():
        monkeypatch.setenv(name, value)
    environment = load_environment.__wrapped__()
    assert (environment.redis_url, environment.tgi_model) == ("redis://set", "kept")


def test_a_password_in_an_address_is_unquoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    assert Environment().database_settings("database_url")["PASSWORD"] == "p@ss"


def test_no_answer_may_take_so_long_that_it_is_swept_while_it_is_written() -> None:
    longest = [
        bound.le
        for name in ("answer_cache_wait_seconds", "tgi_total_seconds")
        for bound in Environment.model_fields[name].metadata
        if hasattr(bound, "le")
    ]
    with_searches = sum(longest) + 27
    assert (len(longest), with_searches < POLL_LIMIT_SECONDS < STALE_SECONDS) == (2, True)
