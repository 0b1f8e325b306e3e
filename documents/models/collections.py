"""Keep collections, and the sets of readers that may see them."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tenants.types import Actor

# The audience of what does not answer yet, or never again: it has no readers.
NOBODY = 0
# The audience of what has stopped answering and may come back: its document has expired or was replaced by another.
WITHDRAWN = -1
# The audience of what answered before a newer version came: asked for by a search as of a moment alone. The lowest of
# all numbers, below those of canaries.
PAST = -(2**31)


class AudienceQuerySet(models.QuerySet["Audience"]):
    """Filter audiences."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the audiences that the actor belongs to; owners and admins belong to all that have readers."""
        if actor.sees_everything:
            return self.filter(pk__gt=NOBODY)
        return self.filter(readers__overlap=list(actor.reader_tokens))


class Audience(models.Model):
    """A set of readers, stored once: `everyone`, `group:<uuid>`, `person:<uuid>`, sorted."""

    id = models.AutoField(primary_key=True)
    readers = ArrayField(models.TextField(), unique=True)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        """Name the table."""

        db_table = "audience"

    def __str__(self) -> str:
        return ", ".join(self.readers) or "nobody"


class CollectionQuerySet(models.QuerySet["Collection"]):
    """Filter collections."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may read."""
        mine = Audience.objects.visible_to(actor).filter(pk=OuterRef("audience_id"))
        return self.filter(Exists(mine))


class Collection(models.Model):
    """A named set of documents with its readers and settings."""

    id = models.AutoField(primary_key=True)
    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(default="", blank=True)
    settings = models.JSONField(default=dict)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "collection"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"), name="collection_slug_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
