"""Register the kernel with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Hold the job ledger's models."""

    name = "project.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
