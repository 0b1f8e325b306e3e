"""Speak HTTP and WebSocket; this process loads no torch."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
http_application = get_asgi_application()

from chat.routing import websocket_urlpatterns  # noqa: E402 - the apps must be set up first
from chat.wiring.lifespan import lifespan  # noqa: E402 - the apps must be set up first
from project.kernel.http.room import RefusedWithoutRoom  # noqa: E402 - the apps must be set up first
from tenants.checks import refuse_unsafe_start  # noqa: E402 - the apps must be set up first

refuse_unsafe_start()

application = ProtocolTypeRouter(
    {
        "http": RefusedWithoutRoom(http_application),
        "websocket": URLRouter(websocket_urlpatterns),
        "lifespan": lifespan,
    }
)
