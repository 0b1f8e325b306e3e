"""Tell what a job did wrong from what was down around it."""

import errno
import smtplib
import socket
import ssl
from collections.abc import Callable

import redis
from botocore.exceptions import BotoCoreError, ClientError
from django.db import InterfaceError, OperationalError

from documents.embedding.types import ModelMissing, WrongModel
from project.kernel.errors import Full, Unavailable
from project.kernel.fullness import fullness

DATABASE = "The database does not answer; this goes on when it is back."
STORAGE = "The storage of files does not answer; this goes on when it is back."
NETWORK = "A server that is needed does not answer; this goes on when it is back."
FULL = "A disk is full; this goes on when there is room."
MODEL = "The embedding model is not in its place; this goes on when it is."
# Nothing that a file holds brings these about.
DISK = frozenset(
    {
        errno.EACCES,
        errno.EIO,
        errno.ENODEV,
        errno.EPERM,
        errno.EROFS,
        errno.ESTALE,
    }
)
LACK = frozenset({errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM})
WAYS = frozenset({errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH})
MACHINE = "The machine is short of memory or processes; this goes on when it is not."
# Classes of SQLSTATE (PostgreSQL's documentation, appendix A): connection, lack of resources, shutdown.
DATABASE_DOWN = ("08", "53", "57P")
# Throttled, or keys that are about to be replaced: as passing as a server's own faults.
PASSING = frozenset({401, 403, 408, 429})
BROKEN = 500
# A mail server's 4yz: not now (RFC 5321, 4.2.1).
NOT_NOW = range(400, 500)


def outage(error: Exception) -> str | None:
    """Return a sentence about the part whose outage this is, or None where the job itself failed."""
    if isinstance(error, Full) or fullness(error):
        return FULL
    for kinds, tell in _TELLERS:
        if isinstance(error, kinds):
            return tell(error)
    return None


def _of_database(error: Exception) -> str | None:
    # Without a state there was no answer at all.
    state = getattr(error.__cause__, "sqlstate", None)
    return DATABASE if state is None or state.startswith(DATABASE_DOWN) else None


def _of_storage(error: Exception) -> str | None:
    status = 0
    if isinstance(error, ClientError):
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return STORAGE if not status or status >= BROKEN or status in PASSING else None


def _of_mail(error: Exception) -> str | None:
    # What it says of one address or one mail may last for ever, although it says that it does not.
    is_busy = isinstance(error, smtplib.SMTPConnectError) and error.smtp_code in NOT_NOW
    return NETWORK if is_busy or isinstance(error, smtplib.SMTPServerDisconnected) else None


def _of_system(error: Exception) -> str | None:
    number = error.errno if isinstance(error, OSError) else None
    sentences = ((DISK, STORAGE), (WAYS, NETWORK), (LACK, MACHINE))
    return next((sentence for numbers, sentence in sentences if number in numbers), None)


def _of_certificate(_: Exception) -> str | None:
    # Its number is OpenSSL's, which means something else among the system's.
    return None


def _is_down(sentence: str) -> Callable[[Exception], str | None]:
    return lambda _: sentence


_TELLERS: tuple[tuple[tuple[type[Exception], ...], Callable[[Exception], str | None]], ...] = (
    ((OperationalError, InterfaceError), _of_database),
    ((BotoCoreError, ClientError), _of_storage),
    ((ModelMissing,), _is_down(MODEL)),
    # Which server, and what was expected of it: whoever runs it can mend that.
    ((WrongModel,), str),
    ((redis.ConnectionError, redis.TimeoutError, Unavailable), _is_down(NETWORK)),
    # All of these are OSErrors, too: they come first.
    ((ConnectionError, TimeoutError, socket.gaierror), _is_down(NETWORK)),
    ((smtplib.SMTPException,), _of_mail),
    ((ssl.SSLError,), _of_certificate),
    ((OSError,), _of_system),
)
