"""Name everything that can go wrong in a way that a caller may act upon."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

# The codes of a name in a body, or in an address, that means nothing.
UNKNOWN_FIELD, UNKNOWN_PARAMETER = "unknown_field", "unknown_parameter"


@dataclass(frozen=True)
class FieldError:
    """Say which field was wrong and what was expected of it."""

    field: str
    code: str
    detail: str


class RaglanError(Exception):
    """Carry a stable code, an HTTP status and a sentence for the person who asked."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"
    status: ClassVar[int] = 500

    def __init__(self, detail: str = "", *, errors: Sequence[FieldError] = (), code: str = "") -> None:
        """Keep the sentence `detail`, the errors of single fields and, where it is finer, a code."""
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = tuple(errors)
        self.reason = code or self.code


class Hopeless(RaglanError):
    """End a job at once: another attempt would fail in the same way, or do harm."""

    code = "failed"
    title = "This failed, and was not tried again"
    status = 502


class NotFound(RaglanError):
    """Answer for what is missing and for what is forbidden alike."""

    code = "not_found"
    title = "Not found"
    status = 404


class Invalid(RaglanError):
    """Refuse input, saying what was expected."""

    code = "invalid"
    title = "The request is not valid"
    status = 400


class NotSignedIn(RaglanError):
    """Refuse a request without a known person or key."""

    code = "not_signed_in"
    title = "Sign in or send an API key"
    status = 401


class UnknownKey(NotSignedIn):
    """Refuse a request that brings a key which opens nothing: unknown, expired, revoked, or of another tenant."""

    title = "This API key is not known here, has expired, or was revoked"


class Forbidden(RaglanError):
    """Refuse a whole kind of call to a role or a key that may not make it."""

    code = "forbidden"
    title = "Your role or key does not allow this"
    status = 403


class Conflict(RaglanError):
    """Refuse a change that contradicts what is stored."""

    code = "conflict"
    title = "The request contradicts what is stored"
    status = 409


class Outdated(RaglanError):
    """Refuse a change that was made to something as it stood before another one."""

    code = "outdated"
    title = "This changed in the meantime"
    status = 412


class TooLarge(RaglanError):
    """Refuse a body above its limit."""

    code = "too_large"
    title = "The upload is too large"
    status = 413


class UnsupportedFormat(RaglanError):
    """Refuse a file that no converter reads."""

    code = "unsupported_format"
    title = "This format is not supported"
    status = 415


class TooMany(RaglanError):
    """Refuse a call above its rate; `retry_after_seconds` says when to come back."""

    code = "rate_limited"
    title = "Too many requests"
    status = 429

    def __init__(self, detail: str = "", *, retry_after_seconds: int, limit: int) -> None:
        """Keep the wait in seconds and the limit that was passed."""
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds
        self.limit = limit


class Unavailable(RaglanError):
    """Say that a part that is needed is down; `retry_after_seconds` says when to come back."""

    code = "unavailable"
    title = "A part that is needed is not available"
    status = 503

    def __init__(self, detail: str = "", *, retry_after_seconds: int = 5) -> None:
        """Keep the wait in seconds."""
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class Full(Unavailable):
    """Refuse to store something for which there is no room."""

    code = "storage_full"
    title = "There is no room left"
    status = 507
