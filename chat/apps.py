"""Register the chat app."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Hold the tables of conversations, which stand in each tenant's schema."""

    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"
