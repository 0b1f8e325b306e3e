"""Register the documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Hold the tables of documents, which stand in each tenant's schema."""

    name = "documents"
    default_auto_field = "django.db.models.BigAutoField"
