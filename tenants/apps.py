"""Register the tenants app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Hold the shared tables, and check the walls between tenants."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check of the walls, and what operators watch."""
        from project.kernel.figures import COUNTED
        from tenants import checks  # noqa: F401 - importing it registers the check
        from tenants.access.alarms import count_alarms
        from tenants.api import schema  # noqa: F401 - importing it registers how callers prove who they are

        COUNTED["raglan_alarms"] = ("Tenants in which an alarm stands.", count_alarms)
