"""Route the WebSockets."""

from typing import Any, cast

from django.urls import path

from chat.consumers import ChatConsumer, UnknownConsumer

websocket_urlpatterns: list[Any] = [
    path("ws/chat", cast("Any", ChatConsumer.as_asgi())),
    path("<path:rest>", cast("Any", UnknownConsumer.as_asgi())),
]
