"""Run Raglan's management commands, which begin in the shared scope."""

import os
import sys

from django.core.management import execute_from_command_line

from project.kernel.db import shared_scope

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    with shared_scope():
        execute_from_command_line(sys.argv)
