"""Derive the environment variables of one installation; what the caller set stands."""

import os

from project.embedded.installation import Installation, write_private
from project.embedded.steps import NeedMissing

FILE = "environment"
DEFAULT_PORT = 8000
EMBEDDED_MODEL = "smollm2-135m"


def web_port() -> int:
    """Return the port that PORT names; raise NeedMissing where it names none."""
    port = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise NeedMissing(f"PORT must be a number from 1 to 65535, not {port!r}")
    return int(port)


def installation_variables(installation: Installation) -> dict[str, str]:
    """Return what leads Raglan's processes to the embedded parts."""
    passwords = installation.passwords
    variables = {
        "DATABASE_URL": installation.database_url("raglan_app", passwords.app),
        "DATABASE_OWNER_URL": installation.database_url("raglan_owner", passwords.owner),
        "REDIS_URL": installation.redis_url,
        "TGI_URLS": installation.llm_url,
        "SECRET_KEY": passwords.secret_key,
        "MODELS_DIR": str(installation.folder / "models"),
        "PORT": str(web_port()),
    }
    if not os.environ.get("TGI_URLS"):
        variables["TGI_MODEL"] = EMBEDDED_MODEL
    if os.environ.get("DATABASE_URL"):
        del variables["DATABASE_OWNER_URL"]
    own = {"DATA_DIR": str(installation.folder)}
    return {name: os.environ.get(name) or value for name, value in variables.items()} | own


def write_variables(installation: Installation, variables: dict[str, str]) -> None:
    """Keep the variables where `manage.py` in any shell finds them: DATA_DIR/run/environment."""
    lines = (f"{name}='{value}'" for name, value in sorted(variables.items()))
    write_private(installation.run / FILE, "\n".join(lines) + "\n")
