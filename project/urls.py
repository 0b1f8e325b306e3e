"""Put the routes of all apps together."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from project.kernel import probes
from project.web import web_ui

handler404 = "project.kernel.problems.not_found"
handler500 = "project.kernel.problems.server_error"

urlpatterns = [
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("metrics", probes.metrics),
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
