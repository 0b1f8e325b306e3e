"""Keep which short forms documents explain by which long ones."""

from typing import ClassVar

from django.db import models

from documents.models.documents import Document


class ExplainedTerm(models.Model):
    """A short form that one version of a document explains; it helps those who see the document while that answers.

    Rows and not a value of `tuning`: who may know of one is decided in SQL, by the audience of the document as it is at
    the moment of the search, and a document takes its own with it.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+", db_index=False)
    version_id = models.BigIntegerField()
    short = models.TextField()
    long = models.TextField()
    # As documents.questions.synonyms.key_of gives them.
    short_key = models.TextField(db_index=True)
    long_key = models.TextField(db_index=True)

    class Meta:
        """Name the table and its rules."""

        db_table = "definition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "short_key", "long_key"], name="definition_once_a_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short}: {self.long}"
