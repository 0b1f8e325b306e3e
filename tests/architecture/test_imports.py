"""The web process starts without the libraries that only train and export models need."""

import subprocess
import sys

from tests.services import BOOTSTRAP

ROOT = BOOTSTRAP.parents[2]
HEAVY = ("torch", "transformers", "sentence_transformers")


def test_importing_the_web_process_loads_no_heavy_library() -> None:
    code = f"import sys, project.asgi; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
