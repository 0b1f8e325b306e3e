"""Tell that a disk is full, whichever part says so: it is refused with its reason, and nothing is half-kept."""

import errno

from django.db import OperationalError
from psycopg.errors import DiskFull

from project.kernel.errors import Full

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
HERE = "Nothing of this was stored; what is there can be read. Whoever runs this installation must make room."
OF_FILES = f"The disk for files is full. {HERE}"
OF_ROWS = f"The disk of the database is full. {HERE}"


def fullness(error: BaseException | None) -> Full | None:
    """Return what to say where an error means that a disk is full; None for every other one."""
    match error:
        case OSError(errno=number) if number in NO_ROOM:
            return Full(OF_FILES, retry_after_seconds=30)
        case OperationalError(__cause__=DiskFull()):
            return Full(OF_ROWS, retry_after_seconds=30)
    return None
