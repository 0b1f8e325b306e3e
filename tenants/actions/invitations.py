"""Invite people by link, and let them in."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from project.kernel.addresses import web_address
from project.kernel.db import TenantRef, shared_scope
from project.kernel.errors import Conflict, FieldError, Invalid, NotFound
from project.kernel.jobs import Urgency, enqueue
from tenants.actions.members import groups_named, refuse_beyond
from tenants.actions.seating import refuse_weak
from tenants.jobs import SendInvitation
from tenants.models import AuditEvent, Group, GroupMember, Invitation, Membership, Person
from tenants.models.invitations import VALID_FOR
from tenants.sealing import invitation_token, token_sha256
from tenants.types import Actor, Role

GONE = "This invitation was used, withdrawn, or has expired."
# Says whether the account of an address has a password.
Proof = Callable[[str, str], bool]


@dataclass(frozen=True)
class CreatedInvitation:
    """Carry an invitation and its link, which is shown once."""

    row: Invitation
    link: str


@transaction.atomic(durable=True)
def create(*, actor: Actor, email: str, role: Role, groups: list[str]) -> CreatedInvitation:
    """Invite somebody by mail; an open invitation to the same address is replaced."""
    email = email.lower()
    refuse_beyond(actor, role)
    if Membership.objects.filter(tenant_id=actor.tenant.id, person__email=email, is_active=True).exists():
        raise Conflict(f"{email} is a member already.", code="already_member")
    _withdraw(actor, email)
    row = Invitation(
        tenant_id=actor.tenant.id,
        email=email,
        role=role.value,
        group_ids=[group.pk for group in groups_named(actor, groups)],
        invited_by=actor.user_id,
        expires_at=timezone.now() + VALID_FOR,
    )
    row.token_sha256 = token_sha256(invitation_token(row.pk))
    try:
        row.save(force_insert=True)
    except IntegrityError as raced:
        raise Conflict(f"{email} was invited just now.", code="already_invited") from raced
    enqueue(SendInvitation(invitation_id=row.pk), urgency=Urgency.URGENT)
    AuditEvent.objects.note(
        actor=actor, action="invitation.created", target=f"invitation:{row.pk}", email=email, role=role
    )
    return CreatedInvitation(row=row, link=invitation_link(actor.tenant, row.pk))


@transaction.atomic(durable=True)
def withdraw(*, actor: Actor, invitation_id: UUID) -> None:
    """End an invitation that nobody has accepted."""
    waiting = Invitation.objects.filter(
        tenant_id=actor.tenant.id, pk=invitation_id, accepted_at__isnull=True, revoked_at__isnull=True
    )
    if not waiting.update(revoked_at=timezone.now()):
        raise NotFound
    AuditEvent.objects.note(actor=actor, action="invitation.withdrawn", target=f"invitation:{invitation_id}")


def accept(*, tenant: TenantRef, token: str, name: str, password: str, is_password_of: Proof) -> str:
    """Make the invited person a member and return their address.

    Somebody who has an account already proves it with its password; it is not changed. A new account belongs to
    whoever follows the link: that is the mailbox's owner, and also the administrator to whom the link was shown.
    """
    with shared_scope():
        email = _open(tenant, token).email
        # Asked of everybody, so that a short password does not tell whether there is an account.
        refuse_weak(email=email, name=name, password=password)
        # Before the transaction: a wrong password is counted although nothing else is written.
        is_proven = _has_account(email) and is_password_of(email, password)
    with shared_scope(), transaction.atomic(durable=True):
        invitation = _locked(_open(tenant, token))
        known = Person.objects.filter(email=email).first() if is_proven else None
        person = known or _new_person(invitation, name, password)
        member = _member(invitation, person)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
        who = Actor(tenant=tenant, user_id=person.pk, email=person.email, role=Role(member.role))
        AuditEvent.objects.note(actor=who, action="invitation.accepted", target=f"invitation:{invitation.pk}")
    return person.email


def invitation_link(tenant: TenantRef, invitation_id: UUID) -> str:
    """Return the address at which an invitation is accepted."""
    return f"{web_address(tenant)}/invite/{invitation_token(invitation_id)}"


def _withdraw(actor: Actor, email: str) -> None:
    waiting = Invitation.objects.filter(
        tenant_id=actor.tenant.id, email=email, accepted_at__isnull=True, revoked_at__isnull=True
    )
    waiting.update(revoked_at=timezone.now())


def _open(tenant: TenantRef, token: str) -> Invitation:
    found = Invitation.objects.open().filter(tenant_id=tenant.id, token_sha256=token_sha256(token))
    invitation = found.first()
    if invitation is None:
        raise NotFound(GONE)
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if locked is None:
        raise NotFound(GONE)
    return locked


def _has_account(email: str) -> bool:
    return Person.objects.filter(email=email).exists()


def _new_person(invitation: Invitation, name: str, password: str) -> Person:
    if _has_account(invitation.email):
        detail = "You have an account already: expected its password."
        raise Invalid(detail, errors=[FieldError("password", "wrong_password", detail)])
    try:
        with transaction.atomic():
            return Person.objects.create_user(invitation.email, password, name=name)
    except IntegrityError as raced:
        raise Conflict("This account was made just now: try again.") from raced


def _member(invitation: Invitation, person: Person) -> Membership:
    member, _ = Membership.objects.update_or_create(
        tenant_id=invitation.tenant_id,
        person=person,
        defaults={"role": invitation.role, "is_active": True},
    )
    groups = Group.objects.filter(tenant_id=invitation.tenant_id, pk__in=invitation.group_ids)
    GroupMember.objects.bulk_create(
        [GroupMember(tenant_id=invitation.tenant_id, group=group, membership=member) for group in groups],
        ignore_conflicts=True,
    )
    return member
