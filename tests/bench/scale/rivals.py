"""Measure the hybrid search of others over the same rows, in their own environment: see tests/bench/rivals.py."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench import rivals
from tests.bench.environments import make_environment
from tests.bench.scale.texts import grow, sample

WORKER = Path(__file__).with_name("rival.py")
ROWS_AT_ONCE = 1_000


def measure(names: Sequence[str], counts: Sequence[int]) -> dict[str, dict[str, Any]]:
    """Return the figures of each by how many chunks it holds, or why there are none."""
    if not names:
        return {}
    with tempfile.TemporaryDirectory(prefix="raglan-scale-") as folder:
        python = make_environment(Path(os.environ.get("RIVALS_ENV", f"{folder}/env")))
        found: dict[str, dict[str, Any]] = {name: {} for name in names}
        for count in counts:
            _write(Path(folder), count)
            for name in names:
                found[name][str(count)] = _asked(python, name, count, Path(folder))
    return found


def _write(folder: Path, count: int) -> None:
    """Write the rows and the questions where the others read them."""
    rows = list(grow(count, ROWS_AT_ONCE))
    np.save(folder / "vectors.npy", np.concatenate([some.vectors for some in rows]))
    np.save(folder / "asked.npy", sample().asked)
    (folder / "texts.json").write_text(json.dumps([text for some in rows for text in some.texts]))
    (folder / "questions.json").write_text(json.dumps(sample().questions))


def _asked(python: Path, name: str, count: int, folder: Path) -> dict[str, Any]:
    address = rivals.make_database(f"scale_{name}_{count}")
    done = subprocess.run(
        [str(python), str(WORKER), name, str(folder), json.dumps(address)],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HAYSTACK_TELEMETRY_ENABLED": "False"},
    )
    if done.returncode:
        return {"failed": done.stderr[-rivals.SAID_CHARACTERS :]}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
