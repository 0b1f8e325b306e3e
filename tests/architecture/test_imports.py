"""What a process loads: no library that only trains and exports models for the web, no spinning threads for any."""

import os
import subprocess
import sys

import pytest

from tests.services import BOOTSTRAP

ROOT = BOOTSTRAP.parents[2]
HEAVY = ("torch", "transformers", "sentence_transformers")


def test_importing_the_web_process_loads_no_heavy_library() -> None:
    code = f"import sys, project.asgi; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


@pytest.mark.parametrize("module", ["project.asgi", "workers.celery_app", "workers.dramatiq_app"])
def test_small_products_are_computed_without_threads_that_spin(module: str) -> None:
    code = (
        f"import {module}, numpy, threadpoolctl;"
        "print({pool['num_threads'] for pool in threadpoolctl.threadpool_info() if pool['internal_api'] == 'openblas'})"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("{1}\n", 0), done.stderr
