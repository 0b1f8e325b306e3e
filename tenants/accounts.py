"""Hold sign-in to people who were invited, each where they are a member."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse

from project.kernel.db import TenantRef
from project.kernel.errors import TooMany
from project.kernel.problems import problem_response
from tenants.access import actor_of_member


def is_password_of(request: HttpRequest, email: str, password: str) -> bool:
    """Say whether an account has this password; each wrong one counts towards its lockout, as at sign-in.

    Raises TooMany for an account that is locked.
    """
    person = authenticate(request, email=email, password=password)
    if person is None and getattr(request, "axes_locked_out", False):
        # Else its middleware would answer once more.
        vars(request)["axes_locked_out"] = False
        raise _lockout()
    return person is not None


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Answer a sign-in to an account that is locked, in place of what was answered."""
    return problem_response(_lockout())


def _lockout() -> TooMany:
    seconds, limit = int(settings.AXES_COOLOFF_TIME.total_seconds()), settings.AXES_FAILURE_LIMIT
    return TooMany("Too many wrong passwords.", retry_after_seconds=seconds, limit=limit)


class AccountAdapter(DefaultAccountAdapter):
    """Close open sign-up: accounts come from invitations and from operators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, always."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return whose words these are; a member of another tenant is told what a stranger is told."""
        person = super().authenticate(request, **credentials)
        tenant: TenantRef | None = getattr(request, "tenant", None)
        if person is None or tenant is None or actor_of_member(tenant=tenant, person_id=person.pk):
            return person
        return None
