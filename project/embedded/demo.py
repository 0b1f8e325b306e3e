"""Fill the demo companies, wait until their documents are read, and say who may sign in."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import yaml

from project.embedded.steps import ROOT, NeedMissing, say, step

MANIFESTS = ROOT / "deploy" / "demo"
STAMP = "demo-filled"
SHOWN_PEOPLE = 3
READ_SECONDS = 180.0
OPEN_JOBS = (
    "SELECT count(*) FROM public.job WHERE state IN ('queued', 'running') AND queue IN ('parse', 'embed')"
)


def fill_demo(database_url: str, folder: Path) -> None:
    """Create what is not there of the demo companies, and wait until it can be asked about.

    `folder` remembers which were filled: one that somebody erased since stays erased.
    """
    database = folder / "postgres"
    stamp = (database if database.is_dir() else folder) / STAMP
    filled = stamp.read_text().split() if stamp.is_file() else []
    with step("filling the demo companies"):
        done = subprocess.run(
            [sys.executable, "manage.py", "demo", "--filled", *filled],
            cwd=ROOT,
            check=False,
            stdout=subprocess.PIPE,
        )
    if done.returncode:
        raise NeedMissing("manage.py demo failed; its lines are above")
    stamp.write_text("\n".join(str(manifest["slug"]) for manifest in manifests()))
    with step("reading their documents"):
        _wait_until_read(database_url)


def _wait_until_read(database_url: str) -> None:
    deadline = time.monotonic() + READ_SECONDS
    with psycopg.connect(database_url, autocommit=True) as connection:
        while _count(connection) and time.monotonic() < deadline:
            time.sleep(0.5)
        if left := _count(connection):
            say(f"  {left} jobs go on in the background")


def _count(connection: psycopg.Connection) -> int:
    row = connection.execute(OPEN_JOBS).fetchone()
    return int(row[0]) if row else 0


def demo_lines(domain: str, port: int) -> list[str]:
    """Return each demo company's address and some of its people, with the password they share."""
    return [line for manifest in manifests() for line in _company(manifest, domain, port)]


def manifests() -> list[dict[str, Any]]:
    """Return what the demo companies consist of."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(MANIFESTS.glob("*.yaml"))]


def _company(manifest: dict[str, Any], domain: str, port: int) -> list[str]:
    people = sorted(manifest["people"], key=lambda person: person["role"] not in {"owner", "member"})
    shown = ", ".join(f"{person['email']} ({person['role']})" for person in people[:SHOWN_PEOPLE])
    return [
        f"  {manifest['name']}: http://{manifest['slug']}.{domain}:{port}/",
        f"    {shown}; password {manifest['password']}",
    ]
