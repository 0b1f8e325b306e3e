"""Keep people, which tenants they belong to, and the groups that decide what they read."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from project.kernel.ids import uuid7
from tenants.models.tenant import Tenant, TenantState
from tenants.types import Role


class PersonManager(BaseUserManager["Person"]):
    """Make people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password they can only sign in by other means."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by address, whatever its case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """An account, which may belong to several tenants."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, default="", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        """Name the table and its rules."""

        db_table = "person"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower"),
        ]

    def __str__(self) -> str:
        return self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Filter memberships."""

    def active(self) -> Self:
        """Keep those of active people in tenants that are served."""
        return self.filter(is_active=True, person__is_active=True, tenant__state=TenantState.ACTIVE)

    def of(self, tenant_id: UUID, person_id: UUID) -> Self:
        """Keep one person's membership of one tenant."""
        return self.filter(tenant_id=tenant_id, person_id=person_id)


class Membership(models.Model):
    """A person's place in a tenant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """Name the table and its rules."""

        db_table = "membership"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "person"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role} of {self.tenant_id}"


class Group(models.Model):
    """A named set of members that documents can be shared with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="groups")
    slug = models.SlugField(max_length=63)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Name the table and its rules."""

        db_table = "people_group"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="group_slug_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class GroupMember(models.Model):
    """A membership's place in a group."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="groups")

    class Meta:
        """Name the table and its rules."""

        db_table = "people_group_member"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "membership"], name="group_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.group_id}"
