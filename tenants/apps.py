"""Register the tenants app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Hold the shared tables."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"
