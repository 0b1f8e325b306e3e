"""Keep API keys: a public id and the hash of a secret."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from project.kernel.ids import uuid7
from tenants.models.people import Person
from tenants.models.tenant import Tenant


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Filter keys."""

    def usable(self) -> Self:
        """Keep keys that are neither revoked nor expired."""
        in_time = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        return self.filter(in_time, revoked_at__isnull=True)

    def revoke(self, **which: Any) -> int:
        """End the keys that are described and not yet revoked."""
        return self.filter(revoked_at__isnull=True, **which).update(revoked_at=timezone.now())


class ApiKey(models.Model):
    """A key that acts as one person, for some scopes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="api_keys")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    # The `<id>` of `rgl_<id>_<secret>`; the secret has 256 random bits, so one SHA-256 is enough of a hash.
    public_id = models.CharField(max_length=16, unique=True)
    secret_sha256 = models.BinaryField(max_length=32)
    scopes = ArrayField(models.CharField(max_length=40))
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        """Name the table."""

        db_table = "api_key"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(scopes=[]), name="api_key_has_scopes"),
        ]

    def __str__(self) -> str:
        return f"rgl_{self.public_id}_…"
