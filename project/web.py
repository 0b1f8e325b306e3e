"""Serve the web UI's one page on every address that is a view of it."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from project.kernel.errors import NotFound
from project.kernel.problems import problem_response


@cache
def _page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def web_ui(request: HttpRequest) -> HttpResponse:
    """Answer with the page, its styles' nonce filled in; 404 for other methods, and where the UI was not built."""
    page = settings.FRONTEND_DIST / "index.html"
    if request.method not in {"GET", "HEAD"}:
        return problem_response(NotFound())
    if not page.is_file():
        return problem_response(NotFound("The web UI is not built: run `make up`."))
    html = _page(page).replace("__CSP_NONCE__", request.csp_nonce)  # type: ignore[attr-defined]  # set by the middleware
    return HttpResponse(html, headers={"Cache-Control": "no-store"})
