"""Stand in for the environment where only the settings' types are read: mypy's Django plugin."""

import os

os.environ.setdefault("ENVIRONMENT", "test")
os.environ.setdefault("SECRET_KEY", "only types are read from these settings")
os.environ.setdefault("DATABASE_URL", "postgresql://raglan_app@localhost/raglan")
os.environ.setdefault("REDIS_URL", "redis://localhost")

from project.settings import *  # noqa: F403 - the variables must be set first
