"""Hold sign-in to people who were invited, each where they are a member."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from project.kernel.db import TenantRef
from tenants.access import actor_of_member


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
