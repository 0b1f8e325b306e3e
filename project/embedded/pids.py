"""Keep DATA_DIR/run/pids.json true: supervisord runs this and tells it of every start and end."""

import json
import sys
import xmlrpc.client

import psutil
from supervisor import childutils

from project.embedded.installation import Installation, data_dir, load_installation, write_private
from project.embedded.supervisor import Supervisor

OWN_NAME = "pids"
# Their children are the workers that do the work; PostgreSQL's come and go with connections.
ROLES_WITH_CHILDREN = ("worker-", "dramatiq", "web")


def write_pids(installation: Installation) -> None:
    """Write each role's processes, the main one first."""
    running = Supervisor(installation).pids()
    listed = {role: _family(role, pid) for role, pid in running.items() if role != OWN_NAME}
    write_private(installation.run / "pids.json", json.dumps(listed, indent=2))


def _family(role: str, pid: int) -> list[int]:
    if not role.startswith(ROLES_WITH_CHILDREN):
        return [pid]
    try:
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def main() -> None:
    """Write the file after each event; end with supervisord."""
    installation = load_installation(data_dir())
    while True:
        childutils.listener.wait(sys.stdin, sys.stdout)
        try:
            write_pids(installation)
        except (OSError, xmlrpc.client.Error):
            sys.exit(0)  # supervisord is leaving
        childutils.listener.ok(sys.stdout)


if __name__ == "__main__":
    main()
