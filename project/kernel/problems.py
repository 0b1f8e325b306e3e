"""Turn errors into problem+json (RFC 9457), in one place."""

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from psycopg.errors import ProgramLimitExceeded
from rest_framework import exceptions
from rest_framework.response import Response

from project.kernel.errors import (
    UNKNOWN_FIELD,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    RaglanError,
    TooMany,
    Unavailable,
    UnknownKey,
    UnsupportedFormat,
)
from project.kernel.fullness import fullness

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"


def problem_body(error: RaglanError) -> dict[str, Any]:
    """Return the body that the contract describes."""
    return {
        "type": f"urn:raglan:problem:{error.reason}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.reason,
        "errors": [{"field": e.field, "code": e.code, "detail": e.detail} for e in error.errors],
    }


def problem_headers(error: RaglanError) -> dict[str, str]:
    """Return the headers that belong to an error: when to come back, how to sign in."""
    if isinstance(error, TooMany):
        return {
            "Retry-After": str(error.retry_after_seconds),
            "RateLimit-Limit": str(error.limit),
            "RateLimit-Remaining": "0",
            "RateLimit-Reset": str(error.retry_after_seconds),
        }
    if isinstance(error, Unavailable):
        return {"Retry-After": str(error.retry_after_seconds)}
    return {"WWW-Authenticate": _challenge(error)} if isinstance(error, NotSignedIn) else {}


def _challenge(error: NotSignedIn) -> str:
    # RFC 6750, 3.1: a key that was sent and is no good is told apart from none.
    return 'Bearer error="invalid_token"' if isinstance(error, UnknownKey) else "Bearer"


def answer_problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception of a view; return None for what nobody named, which becomes a plain 500."""
    error = _named(exc)
    if error is None:
        return None
    if error.status >= RaglanError.status:
        logger.warning("problem", extra={"code": error.reason, "detail": error.detail})
    return Response(
        problem_body(error), status=error.status, headers=problem_headers(error), content_type=CONTENT_TYPE
    )


def problem_response(error: RaglanError, **extensions: Any) -> JsonResponse:
    """Answer outside of a REST view with the same body, and with members that this problem alone has."""
    body = problem_body(error) | extensions
    return JsonResponse(body, status=error.status, headers=problem_headers(error), content_type=CONTENT_TYPE)


def _named(exc: Exception) -> RaglanError | None:
    match exc:
        case RaglanError():
            return exc
        case exceptions.APIException():
            return _of_framework(exc)
    return fullness(exc) or _of_django(exc)


def _of_django(exc: Exception) -> RaglanError | None:
    match exc:
        # What no index can hold is an operational error too, although the database is well.
        case DataError() | UnicodeEncodeError() | OperationalError(__cause__=ProgramLimitExceeded()):
            return Invalid("A value cannot be stored: it is too long, out of range, or has a null character.")
        case OperationalError() | InterfaceError():
            return Unavailable("The database does not answer at the moment.")
        case ValidationError():
            return Invalid(" ".join(exc.messages))
        case Http404():
            return NotFound()
        case PermissionDenied():
            return Forbidden(str(exc))
    return None


def _of_framework(exc: exceptions.APIException) -> RaglanError:
    match exc:
        case exceptions.NotFound():
            return NotFound()
        case exceptions.ValidationError():
            return _of_fields(field_errors(exc.detail))
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return NotSignedIn()
        case exceptions.PermissionDenied():
            return Forbidden(str(exc))
        case exceptions.UnsupportedMediaType():
            return UnsupportedFormat(str(exc.detail))
    return _other(exc)


def _of_fields(wrong: list[FieldError]) -> Invalid:
    unknown = [error for error in wrong if error.code == UNKNOWN_FIELD]
    if unknown:
        return Invalid(unknown[0].detail, errors=wrong, code=UNKNOWN_FIELD)
    return Invalid("Some fields are not as expected.", errors=wrong)


def _other(exc: exceptions.APIException) -> RaglanError:
    error = Invalid(str(exc.detail), code=str(exc.default_code))
    # The instance's own, for 405 and 406.
    error.status = exc.status_code  # type: ignore[misc]
    error.title = HTTPStatus(exc.status_code).phrase  # type: ignore[misc]
    return error


def field_errors(detail: Any, prefix: str = "") -> list[FieldError]:
    """Flatten the framework's nested error details into one list."""
    if isinstance(detail, dict):
        return [e for name, inner in detail.items() for e in field_errors(inner, _join(prefix, str(name)))]
    if isinstance(detail, list):
        nested = [item for item in detail if isinstance(item, dict | list)]
        if nested:
            return [e for i, item in enumerate(detail) for e in field_errors(item, _join(prefix, str(i)))]
        return [FieldError(prefix, str(getattr(item, "code", "invalid")), str(item)) for item in detail]
    return [FieldError(prefix, str(getattr(detail, "code", "invalid")), str(detail))]


def _join(prefix: str, name: str) -> str:
    if name == "non_field_errors":
        return prefix
    return f"{prefix}.{name}" if prefix else name


def bad_request(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """Answer a request that Django itself refuses: a foreign host, too many fields."""
    return problem_response(Invalid("The request is not one that this place answers."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """Answer what was refused outside of a REST view."""
    return problem_response(Forbidden())


def csrf_failed(request: HttpRequest, reason: str = "") -> JsonResponse:
    """Answer a session that did not prove its CSRF token, as the REST views do."""
    return problem_response(Forbidden(f"CSRF: {reason}"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """Answer every unknown host, path and row with the same body."""
    return problem_response(NotFound())


def server_error(request: HttpRequest) -> JsonResponse:
    """Answer what was raised outside of a view: by its name where it has one, else without a word about its inside."""
    raised = sys.exception()
    named = _named(raised) if isinstance(raised, Exception) else None
    return problem_response(named or RaglanError("This was logged. Try again, or tell us the request id."))
