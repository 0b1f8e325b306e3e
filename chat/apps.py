"""Register the chat app."""

from django.apps import AppConfig

from project.kernel.erasure import on_check, on_erasure


class ChatConfig(AppConfig):
    """Hold the tables of conversations, which stand in each tenant's schema."""

    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for the erasure of documents."""
        from chat.actions.erasures import find_left_of, forget_streams_of  # models are there only now
        from chat.actions.test_sets import find_left_in_test_sets, forget_in_test_sets

        on_erasure(forget_streams_of)
        on_check(find_left_of)
        on_erasure(forget_in_test_sets)
        on_check(find_left_in_test_sets)
