"""What the settings promise of mail and of cookies holds in Django's own parts."""

import json
import os
import subprocess
import sys

from django.core.mail.backends.smtp import EmailBackend

from project.environment import ROOT
from tests.unit.project.test_environment import RIGHT

SET_BOTH_COOKIES = """
import json
import django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory
from django.contrib.sessions.middleware import SessionMiddleware

# The rows of sessions are not there.
settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"

def view(request):
    request.session["person"] = get_token(request)
    return HttpResponse()

answer = SessionMiddleware(CsrfViewMiddleware(view))(RequestFactory().get("/"))
print(json.dumps({name: dict(cookie) for name, cookie in answer.cookies.items()}))
"""


def test_a_mail_server_is_not_waited_for_without_end() -> None:
    assert EmailBackend().timeout is not None


def test_cookies_of_production_belong_to_one_host_and_to_https() -> None:
    """A browser drops a `__Host-` cookie that is not Secure, not for /, or names a domain."""
    production = {**RIGHT, "ENVIRONMENT": "production", "EMAIL_URL": "none:"}
    variables = {**os.environ, **production, "DJANGO_SETTINGS_MODULE": "project.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SET_BOTH_COOKIES],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    cookies = json.loads(done.stdout)
    assert set(cookies) == {"__Host-session", "__Host-csrftoken"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert cookies["__Host-session"]["httponly"]
