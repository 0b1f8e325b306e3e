"""Keep chunks, and the postings and counts that lexical search reads."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Now

from documents.models.collections import NOBODY, Audience
from documents.models.documents import Document, DocumentVersion
from documents.models.indexes import LiveIndex
from documents.models.past import InForce
from tenants.types import Actor


def _over(moment: datetime) -> Q:
    return Q(document__expires_at__isnull=False, document__expires_at__lte=moment)


class ChunkQuerySet(models.QuerySet["Chunk"]):
    """Filter chunks."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what answers and what the actor may read."""
        mine = Audience.objects.visible_to(actor).values("pk")
        return self.filter(audience_id__in=mine).exclude(document__expires_at__lte=Now())

    def in_force(self, actor: Actor, moment: datetime) -> Self:
        """Keep what answered at a moment, of documents that the actor may read today."""
        then = InForce.objects.filter(version=OuterRef("version_id"), since__lte=moment)
        then = then.filter(Q(until__gt=moment) | (Q(until__isnull=True) & ~_over(moment)))
        return self.of_readers(actor).filter(Exists(then))

    def of_version(self, actor: Actor, document_id: UUID, number: int, splitting: int) -> Self:
        """Keep the chunks by which one version answers, cut in this way, or answered, of what the actor may read."""
        mine = self.of_readers(actor).filter(version__document_id=document_id, version__number=number)
        return mine.filter(Q(splitting=splitting) | Q(splitting__lt=0))

    def of_readers(self, actor: Actor) -> Self:
        """Keep what answers or answered before, of documents that the actor may read today."""
        mine = Audience.objects.visible_to(actor).values("pk")
        return self.filter(document__audience_id__in=mine).exclude(audience_id=NOBODY)

    def with_keys(self, keys: list[UUID]) -> Self:
        """Keep a chunk of each of these public ids: of several ways to cut, the one of the way that answers.

        The same words have one id in each way to cut, and may stand elsewhere in a text that was read in another way.
        """
        own = LiveIndex.objects.filter(pk=OuterRef("collection_id")).values("index_version__splitting")
        tenants = LiveIndex.objects.filter(pk=LiveIndex.TENANT).values("index_version__splitting")
        answers = Q(splitting=Coalesce(Subquery(own), Subquery(tenants)))
        found = self.filter(key__in=keys)
        return found.order_by("key", Case(When(answers, then=0), default=1), "-splitting").distinct("key")


class Chunk(models.Model):
    """A piece of a version's text: `text` stands at `start:end` of it.

    Its audience is nobody's until its version answers. Rows are written many at once; only the version is a foreign key
    to the database, because a check for each row and column costs more than the row. They are removed with their
    postings, counts and vectors by documents.search.corpus alone.
    """

    id = models.BigAutoField(primary_key=True)
    # The public id: the same words in the same document keep it from version to version.
    key = models.UUIDField(db_index=True)
    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, related_name="chunks", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.DO_NOTHING, related_name="chunks", db_index=False
    )
    # Which splitter settings made it: the number of the first index version that used them.
    splitting = models.IntegerField()
    collection_id = models.IntegerField()
    audience_id = models.IntegerField()
    # Which postings are its own: chunks that were written together share arrays.
    segment = models.BigIntegerField()
    ordinal = models.IntegerField()
    text = models.TextField()
    # The head of its table, which is embedded and indexed with it and not shown.
    head = models.TextField(default="", db_default="")
    page = models.IntegerField(null=True)
    # Where people find it: "Slide 3", "Budget!A5:F12".
    place = models.TextField(default="", db_default="")
    section = ArrayField(models.TextField())
    start = models.IntegerField(db_column="start_offset")
    end = models.IntegerField(db_column="end_offset")
    # The passage around it; null where it was cut before passages had one.
    parent_start = models.IntegerField(null=True)
    parent_end = models.IntegerField(null=True)
    tokens = models.IntegerField()
    # How many terms the lexical search counts in it.
    terms = models.IntegerField()
    # In which its terms were told apart. A version that was read in several ways has a language for each; null where it
    # was cut before chunks kept their own: then it is its version's.
    language = models.CharField(max_length=20, null=True)  # noqa: DJ001 - "" is a language that nobody recognised
    # Of the text as embedded, so that the same text is embedded once per index version.
    embedded_hash = models.UUIDField(db_index=True)

    objects = ChunkQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "chunk"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "splitting", "ordinal"], name="chunk_ordinal_once"),
            models.CheckConstraint(condition=Q(start__gte=0, end__gte=F("start")), name="chunk_span_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} [{self.start}:{self.end}]"


class Posting(models.Model):
    """Where a term occurs in one segment: arrays of chunks, how often, and how long each chunk is."""

    pk = models.CompositePrimaryKey("splitting", "term", "segment")
    splitting = models.IntegerField()
    term = models.TextField()
    segment = models.BigIntegerField(db_index=True)
    # The arrays' length, so that a term's document frequency is counted without reading them.
    size = models.IntegerField()
    chunks = ArrayField(models.BigIntegerField())
    frequencies = ArrayField(models.SmallIntegerField())
    lengths = ArrayField(models.SmallIntegerField())

    class Meta:
        """Name the table and its rules."""

        db_table = "posting"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="posting_not_empty"),
        ]

    def __str__(self) -> str:
        return self.term


class CorpusStatistic(models.Model):
    """How many chunks and terms one audience has in one collection, by language; nobody's are those that wait."""

    pk = models.CompositePrimaryKey("splitting", "collection_id", "audience_id", "language")
    splitting = models.IntegerField()
    collection_id = models.IntegerField()
    audience_id = models.IntegerField()
    language = models.CharField(max_length=20)
    chunks = models.BigIntegerField(default=0)
    terms = models.BigIntegerField(default=0)

    class Meta:
        """Name the table and its rules."""

        db_table = "corpus_statistic"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(chunks__gte=0, terms__gte=0), name="corpus_statistic_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}/{self.audience_id}: {self.chunks}"
