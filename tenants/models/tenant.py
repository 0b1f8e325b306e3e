"""Keep the tenants of this installation."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from project.kernel.db import TenantRef
from project.kernel.ids import uuid7


class TenantState(models.TextChoices):
    """Say whether a tenant is served."""

    CREATING = "creating"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ERASING = "erasing"


class TenantQuerySet(models.QuerySet["Tenant"]):
    """Filter tenants."""

    def served(self) -> Self:
        """Keep tenants whose people and keys may come in."""
        return self.filter(state=TenantState.ACTIVE)


class Tenant(models.Model):
    """One company."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=TenantState.choices, default=TenantState.CREATING)
    settings = models.JSONField(default=dict)
    # The migration that the tenant's schema has reached; empty until the schema stands.
    schema_version = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "tenant"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=TenantState.values), name="tenant_state_known"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"), name="tenant_slug_is_host"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def ref(self) -> TenantRef:
        """Return the frozen value that travels."""
        return TenantRef(id=self.pk, slug=self.slug, name=self.name)
