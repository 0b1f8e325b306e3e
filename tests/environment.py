"""Set the environment before anything reads Django's settings; importing this module does it."""

import os

import django
from django.conf import settings

from project.embedded.installation import data_dir
from tests.services import Services

services = Services()


def _set() -> None:
    folder = services.folder
    # Models are exported once and kept between runs, where `make install-test` left them.
    os.environ.setdefault("MODELS_DIR", str(data_dir() / "models"))
    os.environ.update(
        ENVIRONMENT="test",
        SECRET_KEY="a secret of forty characters for tests only",
        DATA_DIR=str(folder),
        STORAGE_URL=f"file://{folder}/files",
        BASE_DOMAIN="localhost",
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="project.settings",
    )
    if "DATABASE_URL" not in os.environ:
        os.environ.update(services.variables)


_set()
django.setup()
settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickArgon2"]
