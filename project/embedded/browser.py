"""Install the browser of the browser tests: `python -m project.embedded.browser`."""

import os
import shutil
import sys

from project.embedded.steps import NeedMissing, exit_with_need, run, step

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Find chromium, or install Debian's where we may."""
    if any(shutil.which(name) for name in CHROMIUM_NAMES):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NeedMissing(
            "chromium is needed for the browser tests: install it (Debian: apt-get install chromium)"
        )
    with step("installing chromium"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], what="apt-get update", environment=environment)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        run(install, what="apt-get install chromium", environment=environment)
    return 0


if __name__ == "__main__":
    sys.exit(exit_with_need(main))
