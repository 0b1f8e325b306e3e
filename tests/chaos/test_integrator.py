"""An integration's day goes as its script says, on the product's own processes."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import uuid4

import httpx
from django.core.management import call_command

from project.kernel.db import shared_scope
from tests.chaos.test_answers import QUESTION
from tests.chaos.test_indexing import WORDS
from tests.factories.cast import PASSWORD
from tests.stack import ROOT, Stack

SCOPES = "documents:read,documents:write,search,chat,feedback:write,admin"
TEXTS = (WORDS.format(n=1000), "Annual leave is thirty days.", "The office opens at nine.")


def manage(*arguments: str) -> str:
    """Run a command as whoever runs the server does."""
    out = StringIO()
    with shared_scope():
        call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_an_integrations_day_from_its_tenants_first_to_its_last(stack: Stack, tmp_path: Path) -> None:
    slug = f"t{uuid4().hex[:12]}"
    owner = ("--owner", f"ada@{slug}.example", "--password", PASSWORD)
    manage("tenant", "create", slug, "--name", "Trial", *owner)
    key = manage("apikey", "create", slug, "--name", "integrator", "--scopes", SCOPES)
    corpus = tmp_path / "corpus.jsonl"
    rows = [{"_id": str(n), "title": f"Rule {n}", "text": text} for n, text in enumerate(TEXTS)]
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    script = [sys.executable, "docs/examples/integrator.py", stack.base_url, slug, key, str(corpus)]
    run = subprocess.run(
        [*script, "--question", QUESTION], check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1].startswith("promote and roll back")
    manage("tenant", "erase", slug, "--yes")
    gone = {**stack.host(slug), "Authorization": f"Bearer {key}"}
    assert httpx.get(f"{stack.base_url}/api/v1/documents", headers=gone).status_code in {401, 404}
