"""Set the environment before anything reads Django's settings; importing this module does it."""

import os
from pathlib import Path

import django
from django.conf import settings

from tests.services import Services

services = Services()


def _set() -> None:
    folder = services.folder
    os.environ.update(
        ENVIRONMENT="test",
        SECRET_KEY="a secret of forty characters for tests only",
        DATA_DIR=str(folder),
        STORAGE_URL=f"file://{folder}/files",
        BASE_DOMAIN="localhost",
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="project.settings",
    )
    # Models are exported once and kept between runs.
    kept = Path(__file__).parent.parent / ".raglan" / "models"
    os.environ.setdefault("MODELS_DIR", str(kept))
    if "DATABASE_URL" not in os.environ:
        os.environ.update(services.variables)


_set()
django.setup()
settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickArgon2"]
