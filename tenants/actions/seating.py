"""Give a person their place in a tenant: a step of operators' actions."""

from project.kernel.db import TenantRef
from project.kernel.errors import Conflict
from tenants.models import Membership, Person
from tenants.types import Role


def take_seat(tenant: TenantRef, *, email: str, name: str, role: Role, password: str) -> Membership:
    """Make the person and the membership where they are missing, in the caller's transaction; raise Conflict.

    Who is there already keeps role and password.
    """
    refuse_taken(tenant_slug=tenant.slug, email=email, password=password)
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        person = Person.objects.create_user(email, password, name=name)
    seated = Membership.objects.get_or_create(
        tenant_id=tenant.id, person=person, defaults={"role": role.value}
    )
    return seated[0]


def refuse_taken(*, tenant_slug: str, email: str, password: str) -> None:
    """Raise Conflict for an address whose account is no member of the tenant and has another password.

    The account may be a stranger's: who names an address and a password means the person whom both belong to.
    """
    email = email.lower()
    if Membership.objects.filter(tenant__slug=tenant_slug, person__email=email).exists():
        return
    person = Person.objects.filter(email=email).first()
    if person is not None and not person.check_password(password):
        detail = (
            f"{email} has an account already, with another password: expected that one, or an invitation."
        )
        raise Conflict(detail, code="account_exists")
