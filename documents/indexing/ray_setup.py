"""Make a process of Ray ready before it takes any of the project's code in; it opens no connection to the database."""

import os

import django


def set_up() -> None:
    """Set Django up, once for each of Ray's processes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
