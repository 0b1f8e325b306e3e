"""Find out whose page this is and who asks, and do the rest of the request in that tenant's scope."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.errors import NotFound, TooMany
from project.kernel.problems import problem_response
from tenants import limits
from tenants.access import access_tenant, actor_of_key, actor_of_member
from tenants.types import Actor

Handler = Callable[[Any], HttpResponseBase]
# The platform's probes ask by address, and what stands under /static/ is everybody's.
OPEN_PATHS = ("/healthz", "/readyz", "/metrics", "/static/")
# Sign-in reads shared tables only.
SHARED_PATHS = ("/_allauth/", "/accounts/")
LIMITED_PATHS = ("/api/", "/v1/", "/mcp")
# The tightest of allauth's limits; which of them was passed it does not say.
SIGN_IN_LIMIT, SIGN_IN_WAIT_SECONDS = 5, 300


class TenantRequest(HttpRequest):
    """A request whose tenant and actor were looked for; either may be missing."""

    tenant: TenantRef | None
    actor: Actor | None


class SignInProblemMiddleware:
    """Say in the words of every other answer that somebody asks too often to be signed in."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace what allauth says, which names no time to come back."""
        response = self.get_response(request)
        is_sign_in = request.path.startswith(SHARED_PATHS)
        if not is_sign_in or response.status_code != TooMany.status or "Retry-After" in response.headers:
            return response
        refusal = TooMany(retry_after_seconds=SIGN_IN_WAIT_SECONDS, limit=SIGN_IN_LIMIT)
        return problem_response(refusal)


class SharedScopeMiddleware:
    """Let what stands around the tenant's work, such as sessions, read the shared tables."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request in the shared scope."""
        with shared_scope():
            return self.get_response(request)


class TenantMiddleware:
    """Set `request.tenant` and `request.actor` (either may be None) and enter the tenant's scope."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: TenantRequest) -> HttpResponseBase:
        """Handle the request as its tenant; an unknown host is a 404 like any other."""
        request.tenant, request.actor = None, None
        if request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        tenant = tenant_of_host(request.get_host())
        if request.path.startswith(SHARED_PATHS):
            request.tenant = tenant
            return self.get_response(request)
        request.actor = find_actor(request, tenant)
        request.tenant = tenant or (request.actor.tenant if request.actor else None)
        if request.tenant is None:
            return self.get_response(request)
        with (
            tenant_scope(request.tenant),
            structlog.contextvars.bound_contextvars(tenant=str(request.tenant.id)),
        ):
            return self.get_response(request)


class LimitMiddleware:
    """Count each call of the API against its person or key and its tenant."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: TenantRequest) -> HttpResponseBase:
        """Answer 429 above a limit; say in every answer how much is left."""
        if request.actor is None or not request.path.startswith(LIMITED_PATHS):
            return self.get_response(request)
        try:
            standing = limits.take(actor=request.actor)
        except TooMany as refusal:
            return problem_response(refusal)
        response = self.get_response(request)
        for name, value in standing.headers.items():
            response.headers.setdefault(name, value)
        return response


def tenant_of_host(host: str) -> TenantRef | None:
    """Return the tenant of `SLUG.BASE_DOMAIN`, None for the base domain; raise Http404 for others."""
    name = host.lower() if host.endswith("]") else host.rsplit(":", 1)[0].lower()
    if name == settings.BASE_DOMAIN or name in settings.BASE_ALIASES:
        return None
    slug, _, domain = name.partition(".")
    if domain != settings.BASE_DOMAIN:
        raise Http404
    try:
        return access_tenant(slug=slug)
    except NotFound as missing:
        raise Http404 from missing


def find_actor(request: HttpRequest, tenant: TenantRef | None) -> Actor | None:
    """Return who asks: by key where one is sent, else by session, which counts on a tenant's host only."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return actor_of_key(token=token.strip(), tenant=tenant)
    if tenant is not None and request.user.is_authenticated:
        return actor_of_member(tenant=tenant, person_id=request.user.pk)
    return None
