"""Make the environment of the libraries that a bench compares with."""

import subprocess
import sys
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements-rivals.txt")


def make_environment(folder: Path) -> Path:
    """Return the Python of an environment that has the others; one that stands there is used as it is."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet"]
        torch = next(line for line in REQUIREMENTS.read_text().splitlines() if line.startswith("torch=="))
        # First, so that what needs it takes the build that the index has for processors.
        for wanted in ([torch], ["-r", str(REQUIREMENTS)]):
            subprocess.run([*pip, *wanted], check=True, stdout=sys.stderr)
    return python
