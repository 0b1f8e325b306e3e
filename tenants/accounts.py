"""Hold sign-in to people who were invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Close open sign-up: accounts come from invitations and from operators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, always."""
        return False
