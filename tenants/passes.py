"""Know by what right a connection that stays open stands there, and whether it still does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from project.kernel.db import TenantRef
from tenants.access import actor_of_key, actor_of_member
from tenants.models import ApiKey, GroupMember, Membership, Person
from tenants.types import Actor, Role


@dataclass(frozen=True)
class Pass:
    """Carry who asks and by which session, so that it can be asked again whether it holds."""

    actor: Actor
    session_key: str = ""
    session_hash: str = ""


def pass_of_request(*, request: HttpRequest, actor: Actor) -> Pass:
    """Return the pass of a request whose actor the middleware has found."""
    if actor.key_id is not None:
        return Pass(actor)
    return Pass(actor, request.session.session_key or "", request.session.get(HASH_SESSION_KEY, ""))


def pass_of_key(*, token: str, tenant: TenantRef | None) -> Pass | None:
    """Return the pass of an API key, or None for one that is unknown, spent or of another tenant."""
    actor = actor_of_key(token=token, tenant=tenant)
    return Pass(actor) if actor else None


def pass_of_cookies(*, cookies: str, tenant: TenantRef) -> Pass | None:
    """Return the pass of a session cookie, or None where it is no active member's valid session."""
    key = _session_cookie(cookies)
    stored = SessionStore(key) if key else {}
    if BACKEND_SESSION_KEY not in stored:
        return None
    person = Person.objects.filter(pk=stored[SESSION_KEY], is_active=True).first()
    if person is None or not _is_current(person, stored.get(HASH_SESSION_KEY, "")):
        return None
    actor = actor_of_member(tenant=tenant, person_id=person.pk)
    return Pass(actor, key, stored.get(HASH_SESSION_KEY, "")) if actor else None


def standing(passes: Collection[Pass]) -> dict[Pass, Actor | None]:
    """Return for each pass its actor as of now, or None where its right has ended; four queries in all."""
    members = _members(passes)
    keys = ApiKey.objects.usable().filter(pk__in=[p.actor.key_id for p in passes if p.actor.key_id])
    sessions = Session.objects.filter(
        session_key__in=[p.session_key for p in passes if p.session_key], expire_date__gt=timezone.now()
    )
    held: set[Any] = {*keys.values_list("pk", flat=True), *sessions.values_list("pk", flat=True)}
    groups = _groups(members.values())
    return {p: _actor_now(p, members, held, groups) for p in passes}


Members = dict[tuple[UUID, UUID], Membership]


def _members(passes: Iterable[Pass]) -> Members:
    asked = {(p.actor.tenant.id, p.actor.user_id) for p in passes}
    found = (
        Membership.objects.active()
        .filter(tenant_id__in={t for t, _ in asked}, person_id__in={p for _, p in asked})
        .select_related("person")
    )
    return {(m.tenant_id, m.person_id): m for m in found}


def _groups(members: Iterable[Membership]) -> dict[UUID, tuple[UUID, ...]]:
    rows = GroupMember.objects.filter(membership__in=[m.pk for m in members])
    groups: dict[UUID, tuple[UUID, ...]] = {}
    for membership, group in rows.values_list("membership_id", "group_id"):
        groups[membership] = (*groups.get(membership, ()), group)
    return groups


def _actor_now(
    held_pass: Pass, members: Members, held: set[Any], groups: dict[UUID, tuple[UUID, ...]]
) -> Actor | None:
    actor = held_pass.actor
    member = members.get((actor.tenant.id, actor.user_id))
    if member is None or (actor.key_id or held_pass.session_key) not in held:
        return None
    if actor.key_id is None and not _is_current(member.person, held_pass.session_hash):
        return None
    return Actor(
        tenant=actor.tenant,
        user_id=actor.user_id,
        email=member.person.email,
        role=Role(member.role),
        group_ids=groups.get(member.pk, ()),
        scopes=actor.scopes,
        key_id=actor.key_id,
    )


def _is_current(person: Person, session_hash: str) -> bool:
    # A changed password ends every session that was opened with the old one.
    return constant_time_compare(session_hash, person.get_session_auth_hash())


def _session_cookie(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""
