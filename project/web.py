"""Serve the web UI's one page on every address that is a view of it, and say where those addresses are."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from project.kernel.errors import NotFound
from project.kernel.problems import not_found, problem_response

# Whose tenant is not looked for, or who is no person.
PROGRAMS = ("/api/", "/v1/", "/_allauth/", "/static/")
# Where no tenant lives: without the UI, which knows its tenant by its address.
_NO_TENANT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Raglan</title>
<style nonce="{nonce}">
body {{ max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; font: 1.0625rem/1.6 system-ui, sans-serif }}
h1 {{ font-size: 1.5rem }}
strong {{ white-space: nowrap }}
</style>
<main>
<h1>No company lives at this address</h1>
<p>Each company has an address of its own: <strong>your-company.{host}</strong>. Yours is in your invitation.</p>
</main>
"""


@cache
def _page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def web_ui(request: HttpRequest) -> HttpResponse:
    """Answer with the page, its styles' nonce and whether the browser has a session at all filled in.

    404 for other methods, and where the UI was not built.
    """
    page = settings.FRONTEND_DIST / "index.html"
    if request.method not in {"GET", "HEAD"}:
        return problem_response(NotFound())
    if request.tenant is None:  # type: ignore[attr-defined]  # set by the middleware
        return _no_tenant(request)
    if not page.is_file():
        return problem_response(NotFound("The web UI is not built: run `make up`."))
    html = _page(page).replace("__CSP_NONCE__", request.csp_nonce)  # type: ignore[attr-defined]  # set by the middleware
    # Without a cookie the page need not ask who is signed in, which browsers would show as an error.
    session = "unknown" if settings.SESSION_COOKIE_NAME in request.COOKIES else "none"
    html = html.replace("__SESSION__", session)
    return HttpResponse(html, headers={"Cache-Control": "no-store"})


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: to a person at an address where no tenant lives in words, to everybody else as a problem."""
    is_page = "text/html" in request.headers.get("Accept", "") and not request.path.startswith(PROGRAMS)
    is_lost = is_page and getattr(request, "tenant", None) is None
    return _no_tenant(request) if is_lost else not_found(request, exception)


def _no_tenant(request: HttpRequest) -> HttpResponse:
    _, _, port = request.get_host().rpartition(":")
    host = f"{settings.BASE_DOMAIN}:{port}" if port.isdecimal() else settings.BASE_DOMAIN
    html = format_html(_NO_TENANT, nonce=request.csp_nonce, host=host)  # type: ignore[attr-defined]  # as above
    return HttpResponse(html, status=404, headers={"Cache-Control": "no-store"})
