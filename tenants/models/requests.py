"""Keep what requests leave behind: answers to give again, and how much was used."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.models.tenant import Tenant

KEPT_FOR = timedelta(hours=24)


class IdempotencyQuerySet(models.QuerySet["IdempotencyRecord"]):
    """Filter records."""

    def old(self) -> Self:
        """Keep those whose key may be used anew."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class IdempotencyRecord(models.Model):
    """An answer that is given again to whoever sends the same key with the same body."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    person_id = models.UUIDField()
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IdempotencyQuerySet.as_manager()

    class Meta:
        """Name the table and its key."""

        db_table = "idempotency_record"
        indexes: ClassVar = [models.Index(fields=["tenant", "created_at"], name="idempotency_by_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "person_id", "key"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class UsageCount(models.Model):
    """How much of one kind a tenant used on one day."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=40)
    amount = models.BigIntegerField(default=0)

    class Meta:
        """Name the table, its key and its rule."""

        db_table = "usage_count"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "day", "kind"], name="usage_count_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="usage_count_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
