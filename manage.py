"""Run Raglan's management commands, which begin in the shared scope."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from project.kernel.db import shared_scope

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        with shared_scope():
            execute_from_command_line(sys.argv)
    except OperationalError as failure:
        sys.exit(f"raglan: the database does not answer: {str(failure).strip()}. Does it run? (`make up`)")
