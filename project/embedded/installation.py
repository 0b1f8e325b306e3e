"""Remember one installation of `make up`: its folder, its ports and its passwords."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from project.embedded.steps import ROOT

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Name the loopback ports of the embedded parts."""

    postgres: int
    redis: int
    llm: int
    supervisor: int


@dataclass(frozen=True)
class Passwords:
    """Hold the secrets that were drawn for this installation."""

    superuser: str
    owner: str
    app: str
    redis: str
    supervisor: str
    secret_key: str


@dataclass(frozen=True)
class Installation:
    """Know where one installation keeps its data and answers."""

    folder: Path
    ports: Ports
    passwords: Passwords

    @property
    def run(self) -> Path:
        """Return the folder of what describes the running processes."""
        return self.folder / "run"

    @property
    def log(self) -> Path:
        """Return the folder of the logs, one for each role."""
        return self.folder / "log"

    @property
    def supervisor_url(self) -> str:
        """Return the address of the supervisor's XML-RPC, with its password."""
        return f"http://raglan:{self.passwords.supervisor}@{HOST}:{self.ports.supervisor}/RPC2"

    def database_url(self, role: str, password: str, database: str = "raglan") -> str:
        """Return the embedded PostgreSQL's address for one role."""
        return f"postgresql://{role}:{quote(password)}@{HOST}:{self.ports.postgres}/{database}"

    @property
    def redis_url(self) -> str:
        """Return the embedded Valkey's address."""
        return f"redis://:{quote(self.passwords.redis)}@{HOST}:{self.ports.redis}/0"

    @property
    def llm_url(self) -> str:
        """Return the embedded model server's address."""
        return f"http://{HOST}:{self.ports.llm}"


def data_dir() -> Path:
    """Return the folder that DATA_DIR names, or .raglan beside the code."""
    return Path(os.environ.get("DATA_DIR") or ROOT / ".raglan").resolve()


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Tell whether somebody answers on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def load_installation(folder: Path) -> Installation:
    """Return the installation that the folder keeps; raise FileNotFoundError where there is none."""
    kept = json.loads((folder / "run" / "installation.json").read_text())
    return Installation(folder, Ports(**kept["ports"]), Passwords(**kept["passwords"]))


def open_installation(folder: Path) -> Installation:
    """Return the folder's installation with ports that are free; draw its secrets the first time."""
    try:
        kept = load_installation(folder)
    except FileNotFoundError:
        kept = Installation(folder, Ports(0, 0, 0, 0), draw_passwords())
    ports = Ports(**{name: _still_free(port) for name, port in asdict(kept.ports).items()})
    installation = Installation(folder, ports, kept.passwords)
    for part in (installation.run, installation.log):
        part.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"ports": asdict(ports), "passwords": asdict(kept.passwords)}, indent=2)
    write_private(installation.run / "installation.json", text)
    return installation


def draw_passwords() -> Passwords:
    """Draw fresh secrets."""
    names = Passwords.__dataclass_fields__
    return Passwords(**{name: secrets.token_urlsafe(36) for name in names})


def _still_free(port: int) -> int:
    return port if port and not is_listening(port) else free_port()


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, readable by its owner alone."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
