"""Make and erase tenants: operators' work, done from the shell."""

import re
from dataclasses import dataclass

from django.db import transaction

from project.kernel.db import TenantRef, shared_scope
from project.kernel.errors import Invalid
from tenants import schemas
from tenants.actions.seating import check_account, take_seat
from tenants.models import Tenant
from tenants.models.tenant import TenantState
from tenants.types import Role

# A slug is one label of a host name (RFC 1123).
SLUG_FORM = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True)
class OwnerAccount:
    """Name the first person of a tenant."""

    email: str
    password: str
    name: str = ""


def create(*, slug: str, name: str, owner: OwnerAccount) -> TenantRef:
    """Make a tenant with its schema, role and owner; an existing one is completed, never changed."""
    with shared_scope():
        # Before a schema is made for nobody; asked again where it counts.
        check_account(tenant_slug=slug, email=owner.email, name=owner.name, password=owner.password)
        tenant = _register(slug=slug, name=name)
        schemas.create_schema(tenant)
        _activate(tenant, owner)
    return tenant


def _register(*, slug: str, name: str) -> TenantRef:
    if not SLUG_FORM.fullmatch(slug):
        raise Invalid(f"Expected a slug of lower-case letters, digits and inner hyphens, not {slug!r}.")
    tenant, created = Tenant.objects.get_or_create(slug=slug, defaults={"name": name})
    if not created and tenant.state == TenantState.ERASING:
        raise Invalid(f"Tenant {slug} is being erased; erase it to the end first.")
    return tenant.ref


@transaction.atomic(durable=True)
def _activate(tenant: TenantRef, owner: OwnerAccount) -> None:
    take_seat(tenant, email=owner.email, name=owner.name, role=Role.OWNER, password=owner.password)
    Tenant.objects.filter(pk=tenant.id, state=TenantState.CREATING).update(
        state=TenantState.ACTIVE, schema_version=schemas.latest_version()
    )
