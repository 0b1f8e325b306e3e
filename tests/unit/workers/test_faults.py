"""A part that is down is told from a job that fails."""

import errno
import smtplib
import ssl

import psycopg
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.db import OperationalError

from project.kernel.errors import Full
from workers import faults


def answered(status: int) -> ClientError:
    """Return what S3 says."""
    return ClientError({"ResponseMetadata": {"HTTPStatusCode": status}}, "GetObject")


def refused(cause: Exception) -> OperationalError:
    """Return what Django makes of PostgreSQL's error."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (refused(psycopg.OperationalError("connection refused")), faults.DATABASE),
        (refused(psycopg.errors.AdminShutdown()), faults.DATABASE),
        (refused(psycopg.errors.DiskFull()), faults.FULL),
        (refused(psycopg.errors.QueryCanceled()), None),
        (refused(psycopg.errors.ProgramLimitExceeded()), None),
        (EndpointConnectionError(endpoint_url="http://s3"), faults.STORAGE),
        (answered(503), faults.STORAGE),
        (answered(404), None),
        (OSError(errno.ENOSPC, "full"), faults.FULL),
        (Full(), faults.FULL),
        (PermissionError(errno.EACCES, "closed"), faults.STORAGE),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (OSError(errno.EMFILE, "too many"), faults.MACHINE),
        (ConnectionRefusedError(), faults.NETWORK),
        (OSError(errno.EHOSTUNREACH, "no route"), faults.NETWORK),
        (OSError(errno.ENETUNREACH, "no network"), faults.NETWORK),
        (smtplib.SMTPServerDisconnected("closed"), faults.NETWORK),
        (smtplib.SMTPConnectError(421, b"busy"), faults.NETWORK),
        (smtplib.SMTPConnectError(554, b"no service"), None),
        (smtplib.SMTPRecipientsRefused({"ben@x.org": (450, b"greylisted")}), None),
        (smtplib.SMTPDataError(451, b"later"), None),
        (smtplib.SMTPRecipientsRefused({"ben@x.org": (550, b"unknown")}), None),
        (smtplib.SMTPAuthenticationError(535, b"no"), None),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), None),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), None),
        (ssl.SSLError(ssl.SSL_ERROR_SYSCALL, "handshake failed"), None),
        (OSError("odd"), None),
        (ValueError("broken"), None),
    ],
    ids=repr,
)
def test_an_outage_is_named_in_a_sentence(error: Exception, sentence: str | None) -> None:
    assert faults.outage(error) == sentence
