"""What the shell says where a command cannot begin."""

import os
import subprocess
import sys

from project.embedded.installation import free_port


def test_a_database_that_is_away_is_the_last_word() -> None:
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgresql://nobody:x@127.0.0.1:{free_port()}/none",
    }
    command = (sys.executable, "manage.py", "tenant", "list")
    run = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    *_, line = run.stderr.splitlines()
    assert run.returncode == 1
    assert line.startswith("raglan: the database does not answer")
