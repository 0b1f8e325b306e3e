"""Keep documents and their versions."""

from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from documents.models.collections import WITHDRAWN, Audience, Collection
from documents.types import ENDED, Reason, Status
from project.kernel.ids import uuid7
from project.kernel.jobs import Urgency
from tenants.types import Actor

STATUSES = [(status.value, status.value) for status in Status]
REASONS = [(reason.value, reason.value) for reason in Reason]


class DocumentQuerySet(models.QuerySet["Document"]):
    """Filter documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may read."""
        mine = Audience.objects.visible_to(actor).filter(pk=OuterRef("audience_id"))
        return self.filter(Exists(mine))

    def of_people(self) -> Self:
        """Leave out the canaries, which no figure that people read counts."""
        return self.filter(audience_id__gte=WITHDRAWN)

    def canaries(self) -> Self:
        """Keep what was planted: also what was given other readers since."""
        return self.filter(Q(audience_id__lt=WITHDRAWN) | Q(collection__audience_id__lt=WITHDRAWN))

    def of_collection(self, slug: str) -> Self:
        """Keep the documents of one collection."""
        return self.filter(collection__slug=slug)

    def matching(self, words: str) -> Self:
        """Keep documents whose title or name outside contains these words."""
        return self.filter(Q(title__icontains=words) | Q(external_id__icontains=words))

    def failed(self, reason: str = "") -> Self:
        """Keep documents that failed or were set aside, for one reason where it is given."""
        found = self.filter(status__in=[Status.FAILED, Status.QUARANTINED])
        return found.filter(error_code=reason) if reason else found

    def locked(self, ids: list[UUID]) -> Self:
        """Lock these documents until the transaction ends, always in the same order."""
        return self.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True)


class Document(models.Model):
    """What a company uploaded under one name, with the version that answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="documents")
    external_id = models.TextField()
    title = models.TextField()
    url = models.TextField(default="", blank=True)
    metadata = models.JSONField(default=dict)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    # None: the readers of the collection.
    own_readers = ArrayField(models.TextField(), null=True)
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.QUEUED.value)
    stage = models.CharField(max_length=200, default="")
    # How urgent its latest version is, in the ledger's terms: what a person waits for is embedded first.
    urgency = models.SmallIntegerField(default=Urgency.BULK.value, db_default=Urgency.BULK.value)
    progress = models.FloatField(default=0)
    # Written by a trigger, through whichever door the status changes: since when it has been, and how long those before
    # it took for this version.
    status_since = models.DateTimeField(db_default=Now())
    stage_seconds = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, default="")
    error_detail = models.TextField(default="")
    warnings = ArrayField(models.TextField(), default=list)
    page_count = models.IntegerField(null=True)
    chunk_count = models.IntegerField(default=0)
    latest_version = models.IntegerField(default=1)
    live_version = models.ForeignKey(
        "DocumentVersion", on_delete=models.DO_NOTHING, null=True, related_name="+"
    )
    # Who answers for what it says: a person, by id; nothing in a tenant's schema points out of it.
    owner_id = models.UUIDField(null=True)
    review_on = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="superseded_by"
    )
    # Whether its chunks are withdrawn, because it has expired or what supersedes it answers.
    is_withdrawn = models.BooleanField(default=False)
    # The version in which the short forms that it explains were last looked for.
    terms_of_version = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        """Name the table, its indexes and its rules."""

        db_table = "document"
        indexes: ClassVar = [
            models.Index(
                fields=["status"], condition=~Q(status=Status.READY.value), name="document_unfinished"
            ),
            models.Index(
                fields=["-status_since"], condition=Q(status=Status.READY.value), name="document_ready_last"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "external_id"], name="document_external_id_once"),
            models.CheckConstraint(
                condition=Q(status__in=[value for value, _ in STATUSES]), name="document_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.READY.value) | Q(live_version__isnull=False),
                name="document_ready_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.FAILED.value, Status.QUARANTINED.value]) | ~Q(error_code=""),
                name="document_failure_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=1), name="document_progress_is_share"
            ),
            models.CheckConstraint(condition=Q(latest_version__gte=1), name="document_version_positive"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="document_supersedes_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_canary(self) -> bool:
        """Say whether it was planted, and is told to nobody."""
        return self.audience_id < WITHDRAWN

    @property
    def answering_audience_id(self) -> int:
        """Return who its answering chunks are for: its readers, or nobody while it is withdrawn."""
        return WITHDRAWN if self.is_withdrawn else self.audience_id


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Filter versions."""

    def latest_of(self, document_id: UUID) -> Self:
        """Keep the newest version of a document."""
        return self.filter(document_id=document_id).order_by("-number")[:1]

    def current(self) -> Self:
        """Keep the newest version of each document."""
        return self.filter(number=F("document__latest_version"))


_VersionManager = models.Manager.from_queryset(DocumentVersionQuerySet)


class DocumentVersionManager(_VersionManager["DocumentVersion"]):
    """Leave a version's bytes where they are until somebody asks for them."""

    def get_queryset(self) -> DocumentVersionQuerySet:
        """Return all versions."""
        return DocumentVersionQuerySet(self.model, using=self._db).defer("content", "seen")


class DocumentVersion(models.Model):
    """The bytes of a document at one time, and the text that was extracted from them."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    # Where its bytes are stored; empty where they came as a line of a bulk upload, and are in `content`.
    storage_key = models.TextField(default="", blank=True)
    content = models.BinaryField(null=True)
    # Or the number of an earlier version that holds that line: what is restored or read again shares it.
    content_of = models.IntegerField(null=True)
    filename = models.TextField()
    content_type = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=20, default="")
    # Which converter settings its text was read with: the number of an index version, 0 for those of the first.
    reading = models.IntegerField(default=0)
    # Empty until the file was parsed.
    text = models.TextField(default="")
    # What was recognised on its pictures so far, while it is read: see documents.ingest.seen.
    seen = models.BinaryField(null=True)
    # What documents.indexing.stored makes of its pages, sections and blocks, in characters of the text.
    pages = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    blocks = models.JSONField(default=list)
    # What the file says of itself: author, sender, recipients, date, subject.
    properties = models.JSONField(default=dict)
    # What its document was called and said to be, for as long as this was its latest version.
    title = models.TextField(default="", blank=True)
    url = models.TextField(default="", blank=True)
    metadata = models.JSONField(default=dict)
    reason = models.CharField(max_length=10, choices=REASONS, default=Reason.UPLOADED.value)
    restored_from = models.IntegerField(null=True)
    # What became of it: empty while that is open, or where a newer version came first.
    outcome = models.CharField(max_length=12, default="", blank=True)
    error_code = models.CharField(max_length=60, default="", blank=True)
    error_detail = models.TextField(default="", blank=True)
    warnings = ArrayField(models.TextField(), default=list)
    page_count = models.IntegerField(null=True)
    chunk_count = models.IntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = DocumentVersionManager()

    class Meta:
        """Name the table and its rules."""

        db_table = "document_version"
        # What leads to a version (a chunk, a reading, a document) leaves its bytes where they are, too.
        base_manager_name = "objects"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_positive"),
            models.CheckConstraint(condition=Q(size_bytes__gte=0), name="version_size_not_negative"),
            models.CheckConstraint(
                condition=~Q(storage_key="") | Q(content__isnull=False) | Q(content_of__isnull=False),
                name="version_has_its_bytes",
            ),
            models.CheckConstraint(
                condition=Q(content_of__isnull=True)
                | (Q(content_of__lt=F("number")) & Q(content__isnull=True) & Q(storage_key="")),
                name="version_shares_an_earlier_line",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(status.value for status in ENDED)]),
                name="version_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.number})"
