"""Register the tenants app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Hold the shared tables, and check the walls between tenants."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check of the walls."""
        from tenants import checks  # noqa: F401 - importing it registers the check
        from tenants.api import schema  # noqa: F401 - importing it registers how callers prove who they are
