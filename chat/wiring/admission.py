"""Decide who may open a socket: the exact origin, a known host, a valid session or key."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404

from project.kernel.db import TenantRef
from project.kernel.errors import Forbidden, NotFound, NotSignedIn
from tenants.middleware import tenant_of_host
from tenants.passes import Pass, pass_of_cookies, pass_of_key
from tenants.types import Scope


def admit(headers: Mapping[str, str]) -> Pass:
    """Return the pass of a handshake; raise NotFound, NotSignedIn, or Forbidden for a foreign page or key."""
    host = headers.get("host", "")
    tenant = _tenant(host)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    is_by_key = scheme.lower() == "bearer"
    _check_origin(headers.get("origin"), host, is_needed=not is_by_key)
    held = pass_of_key(token=token.strip(), tenant=tenant) if is_by_key else _by_session(headers, tenant)
    if held is None:
        raise NotSignedIn
    if not held.actor.has_scope(Scope.CHAT):
        raise Forbidden(f"This API key needs the scope {Scope.CHAT}.")
    return held


def headers_of(scope: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers of a handshake by their names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _tenant(host: str) -> TenantRef | None:
    try:
        return tenant_of_host(host)
    except Http404 as unknown:
        raise NotFound from unknown


def _by_session(headers: Mapping[str, str], tenant: TenantRef | None) -> Pass | None:
    return pass_of_cookies(cookies=headers.get("cookie", ""), tenant=tenant) if tenant else None


def _check_origin(origin: str | None, host: str, *, is_needed: bool) -> None:
    # A wildcard would let one tenant's page open another's socket: the host is compared exactly.
    if origin is None and not is_needed:
        return
    parts = urlsplit(origin or "")
    schemes = {"https"} if settings.IS_HTTPS else {"http", "https"}
    if parts.scheme not in schemes or parts.netloc.lower() != host.lower():
        raise Forbidden("This page may not open a socket here.")
