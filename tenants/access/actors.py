"""Find who asks: tenants by their slug, people by their membership, keys by their secret."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from project.kernel.db import TenantRef
from project.kernel.errors import NotFound
from tenants.models import ApiKey, Group, GroupMember, Membership, Tenant
from tenants.models.tenant import TenantState
from tenants.sealing import token_sha256
from tenants.types import Actor, PersonName, Role

KEY_FORM = re.compile(r"rgl_([a-z0-9]{16})_([A-Za-z0-9_-]{43})")
# `last_used_at` is for people to read: a write per minute and key is enough.
LAST_USED_STEP = timedelta(minutes=1)


def access_tenant(*, slug: str) -> TenantRef:
    """Return the tenant that is served under this slug; raise NotFound otherwise."""
    tenant = Tenant.objects.served().filter(slug=slug).first()
    if tenant is None:
        raise NotFound(f"There is no tenant {slug}.")
    return tenant.ref


def served_tenant(tenant_id: UUID) -> TenantRef | None:
    """Return a tenant by id, or None where it is missing or not served."""
    tenant = Tenant.objects.served().filter(pk=tenant_id).first()
    return tenant.ref if tenant else None


def served_tenants() -> list[TenantRef]:
    """Return all tenants that are served."""
    return [tenant.ref for tenant in Tenant.objects.served().order_by("pk")]


def is_gone(tenant_id: UUID) -> bool:
    """Say whether a tenant is missing or being erased, so that nothing will be done for it any more."""
    return not Tenant.objects.filter(pk=tenant_id).exclude(state=TenantState.ERASING).exists()


def tenants_behind(version: str) -> list[TenantRef]:
    """Return the tenants whose schema has not reached this version; what is being erased stays behind."""
    behind = Tenant.objects.exclude(schema_version=version).exclude(state=TenantState.ERASING)
    return [tenant.ref for tenant in behind.order_by("created_at")]


def actor_of_member(*, tenant: TenantRef, person_id: UUID) -> Actor | None:
    """Return the person as an actor of this tenant, or None where they are no active member."""
    membership = Membership.objects.active().of(tenant.id, person_id).select_related("person").first()
    return _actor(tenant, membership) if membership else None


def actor_by_email(*, tenant: TenantRef, email: str = "") -> Actor:
    """Return an operator who acts as the member of this address, or as the first owner; raise NotFound."""
    members = Membership.objects.active().filter(tenant_id=tenant.id).select_related("person")
    found = members.filter(person__email=email.lower()) if email else members.filter(role=Role.OWNER)
    membership = found.order_by("created_at").first()
    if membership is None:
        raise NotFound(f"{tenant.slug} has no member {email or 'who owns it'}.")
    return replace(_actor(tenant, membership), is_operator=True)


def actor_of_key(*, token: str, tenant: TenantRef | None) -> Actor | None:
    """Return whom an API key acts as, or None for a key that is unknown, spent or of another tenant."""
    form = KEY_FORM.fullmatch(token)
    if form is None:
        return None
    key = ApiKey.objects.usable().select_related("tenant").filter(public_id=form[1]).first()
    if key is None or not hmac.compare_digest(bytes(key.secret_sha256), token_sha256(form[2])):
        return None
    if tenant is not None and key.tenant_id != tenant.id:
        return None
    membership = Membership.objects.active().of(key.tenant_id, key.person_id).select_related("person").first()
    if membership is None:
        return None
    _note_use(key)
    return _actor(key.tenant.ref, membership, key)


def names_of_people(*, tenant: TenantRef, person_ids: Iterable[UUID]) -> dict[UUID, PersonName]:
    """Return how those of these people are called who are members of the tenant, or were."""
    members = Membership.objects.filter(tenant_id=tenant.id, person_id__in=set(person_ids))
    rows = members.values_list("person_id", "person__email", "person__name", "is_active")
    return {
        key: PersonName(id=key, email=email, name=name, has_left=not is_active)
        for key, email, name, is_active in rows
    }


def member_named(*, tenant: TenantRef, name: str) -> UUID | None:
    """Return the active member of this e-mail address or id, or None."""
    members = Membership.objects.active().filter(tenant_id=tenant.id)
    try:
        found = members.filter(person_id=UUID(name))
    except ValueError:
        found = members.filter(person__email=name.strip().lower())
    return found.values_list("person_id", flat=True).first()


def members_named(*, tenant: TenantRef, names: Iterable[str]) -> dict[str, UUID]:
    """Return who of these e-mail addresses and ids are active members, by one query however many there are."""
    asked = {name: _key(name.strip().lower()) for name in names}
    if not asked:
        return {}
    ids = [key for key in asked.values() if isinstance(key, UUID)]
    mails = [key for key in asked.values() if isinstance(key, str)]
    named = Q(person__email__in=mails) | Q(person_id__in=ids)
    members = Membership.objects.active().filter(named, tenant_id=tenant.id)
    rows = members.values_list("person_id", "person__email")
    known = {text: key for key, mail in rows for text in (key, mail)}
    return {name: known[text] for name, text in asked.items() if text in known}


def _key(text: str) -> UUID | str:
    try:
        return UUID(text)
    except ValueError:
        return text


def active_members(*, tenant: TenantRef) -> frozenset[UUID]:
    """Return the people who belong to the tenant now."""
    members = Membership.objects.active().filter(tenant_id=tenant.id)
    return frozenset(members.values_list("person_id", flat=True))


def group_names(*, tenant: TenantRef) -> dict[UUID, str]:
    """Return what each of the tenant's groups is called."""
    return dict(Group.objects.filter(tenant_id=tenant.id).values_list("pk", "name"))


def _actor(tenant: TenantRef, membership: Membership, key: ApiKey | None = None) -> Actor:
    groups = GroupMember.objects.filter(membership=membership).values_list("group_id", flat=True)
    return Actor(
        tenant=tenant,
        user_id=membership.person_id,
        email=membership.person.email,
        role=Role(membership.role),
        group_ids=tuple(groups),
        scopes=frozenset(key.scopes) if key else None,
        key_id=key.pk if key else None,
    )


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - LAST_USED_STEP)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
