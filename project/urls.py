"""Put the routes of all apps together."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from project.kernel import probes
from project.kernel.problems import not_found
from project.web import web_ui

handler400 = "project.kernel.problems.bad_request"
handler403 = "project.kernel.problems.forbidden"
handler404 = "project.web.missing"
handler500 = "project.kernel.problems.server_error"

# What is offered of allauth: accounts come from invitations, and their addresses do not change.
SIGN_IN = (
    "config",
    "auth/session",
    "auth/login",
    "auth/reauthenticate",
    "auth/password/request",
    "auth/password/reset",
    "auth/provider/redirect",
    "auth/2fa/authenticate",
    "auth/2fa/reauthenticate",
    "account/password/change",
    "account/authenticators",
    "account/authenticators/totp",
    "account/authenticators/recovery-codes",
)

urlpatterns = [
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("metrics", probes.metrics),
    # Whoever could change their address would take over what is given to the owner of another one.
    path("_allauth/", include([re_path(rf"^(?!browser/v1/({'|'.join(SIGN_IN)})$)", not_found)])),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema")),
    path("api/v1/", include("tenants.urls")),
    path("api/v1/", include("documents.urls")),
    path("api/v1/", include("chat.urls")),
    path("v1/", include("chat.openai_urls")),
    re_path(r"^(?!api/|v1/|ws/|mcp|_allauth/|static/).*$", web_ui),
]
