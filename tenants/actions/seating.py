"""Give a person their place in a tenant: a step of operators' actions."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from project.kernel.db import TenantRef
from project.kernel.errors import Conflict, FieldError, Invalid
from tenants.models import Membership, Person
from tenants.types import Role


def take_seat(tenant: TenantRef, *, email: str, name: str, role: Role, password: str) -> Membership:
    """Make the person and the membership where they are missing, in the caller's transaction.

    Who is there already keeps role and password; raise as `check_account` does.
    """
    check_account(tenant_slug=tenant.slug, email=email, name=name, password=password)
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        person = Person.objects.create_user(email, password, name=name)
    seated = Membership.objects.get_or_create(
        tenant_id=tenant.id, person=person, defaults={"role": role.value}
    )
    return seated[0]


def check_account(*, tenant_slug: str, email: str, name: str, password: str) -> None:
    """Raise Conflict for an address whose account is no member of the tenant and has another password.

    The account may be a stranger's: who names an address and a password means the person whom both belong to. Where
    there is none, raise Invalid for an address that is none, and for a password that is too weak.
    """
    email = email.lower()
    if Membership.objects.filter(tenant__slug=tenant_slug, person__email=email).exists():
        return
    person = Person.objects.filter(email=email).first()
    if person is None:
        _refuse_no_address(email)
        refuse_weak(email=email, name=name, password=password)
    elif not person.check_password(password):
        detail = (
            f"{email} has an account already, with another password: expected that one, or an invitation."
        )
        raise Conflict(detail, code="account_exists")


def refuse_weak(*, email: str, name: str, password: str) -> None:
    """Raise Invalid for a password that is too weak for this person."""
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as weak:
        errors = [FieldError("password", "too_weak", message) for message in weak.messages]
        raise Invalid("Choose another password.", errors=errors) from weak


def _refuse_no_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Invalid(f"Expected an e-mail address, not {email!r}.") from wrong
