"""What the machine lacks is said in one clear line, and asked for only where it is needed."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from project.embedded import browser, install, up
from project.embedded.steps import ROOT, NeedMissing


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # The tests may run under a make of their own.
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)


def a_program(folder: Path, name: str, says: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)


def test_a_port_that_is_taken_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(NeedMissing, match=rf"port {port} is taken .*: make up PORT=8001"):
            up.check_port(port)
    up.check_port(port)


def test_a_disk_without_room_is_one_clear_line(tmp_path: Path) -> None:
    install.check_disk(tmp_path, 1)
    with pytest.raises(NeedMissing, match=f"1000000 GB of disk are needed in {tmp_path}"):
        install.check_disk(tmp_path, 10**15)


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_another_python_is_one_clear_line(python: str) -> None:
    done = make("install-up", f"PYTHON={python}")
    said = f"raglan: Python 3.11 is needed and '{python}' is not it; name it: make PYTHON=/path/to/python3.11"
    assert (done.returncode, done.stderr.splitlines()[0], done.stdout) == (2, said, "")


@pytest.mark.parametrize(("version", "is_taken"), [("v18.20.1", False), ("v20.0.0", True)])
def test_a_node_that_is_too_old_is_replaced_by_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_taken: bool
) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "pip_install", installed.append)
    monkeypatch.setenv("PATH", str(tmp_path))
    a_program(tmp_path, "node", version)
    a_program(tmp_path, "npm", "10")
    assert install.find_node() == (tmp_path if is_taken else tmp_path / "venv" / "bin")
    assert installed == ([] if is_taken else [["-r", str(install.LOCKS / "node.txt")]])


def test_a_missing_browser_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NeedMissing, match="chromium is needed for the browser tests: install it"):
        browser.main()


@pytest.mark.parametrize("target", ["lint", "types", "bench", "test-ui", "test-python", "test-chaos"])
def test_only_the_browser_tests_ask_for_a_browser(target: str) -> None:
    assert "project.embedded.browser" not in make("-n", target).stdout
    assert "project.embedded.browser" in make("-n", "test-e2e").stdout
