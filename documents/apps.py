"""Register the documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Hold the tables of documents, which stand in each tenant's schema."""

    name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what operators watch."""
        from documents.indexing.clock import count_late
        from project.kernel.figures import COUNTED

        COUNTED["raglan_late_checks"] = (
            "Tenants in which a regular check was not done for too long.",
            count_late,
        )
