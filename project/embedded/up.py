"""Start the whole product on this machine and follow its logs: `python -m project.embedded.up [--detach]`."""

import argparse
import os
import signal
import socket
import sys
from pathlib import Path
from tempfile import TemporaryFile
from types import FrameType

from project.embedded import postgres
from project.embedded.demo import demo_lines, fill_demo
from project.embedded.following import follow_logs
from project.embedded.install import check_disk
from project.embedded.installation import HOST, Installation, data_dir, load_installation, open_installation
from project.embedded.models import distil_tokens, export_models, models_dir
from project.embedded.pids import write_pids
from project.embedded.readiness import wait_for_http, wait_for_postgres, wait_for_roles
from project.embedded.roles import Role, embedded_roles, product_roles
from project.embedded.steps import NeedMissing, exit_with_need, run, say, step
from project.embedded.supervisor import (
    Supervisor,
    is_running,
    start_supervisor,
    stop_everything,
    write_configuration,
)
from project.embedded.variables import installation_variables, web_port, write_variables

DISK_BYTES = 1_000_000_000


def main() -> int:
    """Start everything; stay with the logs unless told to detach."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--detach", action="store_true")
    detach = arguments.parse_args().detach
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    folder = data_dir()
    make_folder(folder)
    if (folder / "run" / "installation.json").exists() and is_running(load_installation(folder)):
        say(f"Raglan already runs from {folder}; `make down` stops it.")
        return 0
    return _up(_prepare(), detach=detach)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _prepare() -> Installation:
    folder = data_dir()
    check_disk(folder, DISK_BYTES)
    # What a killed supervisord left has our port: it goes before others are looked for.
    try:
        left_over = load_installation(folder)
    except FileNotFoundError:
        pass
    else:
        stop_everything(left_over)
    check_port(web_port())
    return open_installation(folder)


def make_folder(folder: Path) -> None:
    """Make the folder of the data; raise NeedMissing where that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise NeedMissing(
            f"DATA_DIR must be a folder that can be written: {folder} ({error.strerror})"
        ) from None


def check_port(port: int) -> None:
    """Raise NeedMissing where somebody else has the web server's port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise NeedMissing(
                f"port {port} is taken ({error.strerror}); choose another: make up PORT=8001"
            ) from None


def _up(installation: Installation, *, detach: bool) -> int:
    embedded = embedded_roles(installation)
    variables = installation_variables(installation)
    write_variables(installation, variables)
    os.environ.update(variables)
    export_models()
    distil_tokens(models_dir())
    try:
        _start(installation, embedded, variables)
    except BaseException:
        stop_everything(installation)
        raise
    if detach:
        say("It runs in the background; `make down` stops it.")
        return 0
    return _follow(installation)


def _follow(installation: Installation) -> int:
    try:
        follow_logs(installation.log, [*Supervisor(installation).states()])
    except KeyboardInterrupt:
        say("\n· stopping everything")
    stop_everything(installation)
    return 0


def _start(installation: Installation, embedded: tuple[Role, ...], variables: dict[str, str]) -> None:
    product = product_roles(installation.run, web_port())
    write_configuration(installation, (*embedded, *product))
    start_supervisor(installation, variables)
    supervisor = Supervisor(installation)
    with step(f"starting {', '.join(role.name for role in embedded) or 'nothing embedded'}"):
        supervisor.start(embedded)
        if any(role.name == "postgres" for role in embedded):
            wait_for_postgres(installation)
            postgres.bootstrap(installation)
    with step("migrating"):
        manage("migrate")
    with step(f"starting {', '.join(role.name for role in product)}"):
        supervisor.start(product)
        wait_for_http(f"http://{HOST}:{web_port()}/readyz", "web", installation)
        if any(role.name == "llm" for role in embedded):
            wait_for_http(f"{installation.llm_url}/health", "llm", installation)
        wait_for_roles(supervisor, installation)
    write_pids(installation)
    fill_demo(variables["DATABASE_URL"], installation.folder)
    write_pids(installation)
    print_addresses(installation)


def manage(*arguments: str) -> None:
    """Run a management command."""
    run([sys.executable, "manage.py", *arguments], what=f"manage.py {arguments[0]}")


def print_addresses(installation: Installation) -> None:
    """Say where Raglan answers, and who may sign in."""
    domain, port = os.environ.get("BASE_DOMAIN") or "localhost", web_port()
    say("\nRaglan is ready.")
    for line in demo_lines(domain, port):
        say(line)
    say(f"  API: http://{domain}:{port}/api/v1/docs/")
    say(f"  data: {installation.folder}   logs: {installation.log}\n")


if __name__ == "__main__":
    sys.exit(exit_with_need(main))
