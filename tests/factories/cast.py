"""Bring on the cast: Ada owns tenant one, Ben and Cleo are members, Max owns another tenant."""

import time
from uuid import uuid4

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from rest_framework.test import APIClient

from project.kernel.db import TenantRef, shared_scope
from tenants.access import actor_of_member
from tenants.actions import tenancy
from tenants.models import Group, GroupMember, Membership, Person
from tenants.types import Actor, Role

PASSWORD = "raglan-demo-1"
TOTP_SECONDS = 30


def address(tenant: TenantRef, name: str) -> str:
    """Return a person's e-mail address, which is theirs in this tenant alone."""
    return f"{name}@{tenant.slug}.example"


def make_tenant(owner: str) -> TenantRef:
    """Make a fresh tenant under a random slug."""
    slug = f"t{uuid4().hex[:12]}"
    account = tenancy.OwnerAccount(email=f"{owner}@{slug}.example", password=PASSWORD, name=owner.title())
    return tenancy.create(slug=slug, name=f"Company of {owner.title()}", owner=account)


def actor(tenant: TenantRef, name: str) -> Actor:
    """Return a member as an actor."""
    with shared_scope():
        person = Person.objects.get(email=address(tenant, name))
        found = actor_of_member(tenant=tenant, person_id=person.pk)
    assert found is not None
    return found


def make_member(
    tenant: TenantRef, name: str, *, role: Role = Role.MEMBER, groups: tuple[str, ...] = ()
) -> Actor:
    """Make a person who belongs to the tenant and to these groups, which are made where missing."""
    with shared_scope():
        person = Person.objects.create_user(address(tenant, name), PASSWORD, name=name.title())
        membership = Membership.objects.create(tenant_id=tenant.id, person=person, role=role.value)
        for slug in groups:
            group, _ = Group.objects.get_or_create(
                tenant_id=tenant.id, slug=slug, defaults={"name": slug.title()}
            )
            GroupMember.objects.create(tenant_id=tenant.id, group=group, membership=membership)
    return actor(tenant, name)


def totp_code(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_SECONDS)))


def signed_in(who: Actor) -> APIClient:
    """Return a client with the actor's session on the tenant's host."""
    client = APIClient(SERVER_NAME=f"{who.tenant.slug}.localhost")
    _sign_in(client, who)
    return client


def _sign_in(client: Client, who: Actor) -> None:
    with shared_scope():
        person = Person.objects.get(pk=who.user_id)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
