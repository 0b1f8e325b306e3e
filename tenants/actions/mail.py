"""Mail what somebody waits for."""

from django.core.mail import send_mail
from django.db import transaction

from project.kernel.db import current_tenant
from project.kernel.jobs import Lease
from tenants.actions.invitations import invitation_link
from tenants.jobs import SendInvitation
from tenants.models import Invitation

_TEXT = """You are invited to ask {tenant}'s documents.

Choose a name and a password here, within seven days:

{link}

If you did not expect this, do nothing.
"""


def send_invitation(job: SendInvitation, *, lease: Lease) -> None:
    """Mail an invitation's link; one that was withdrawn or accepted meanwhile is not mailed."""
    tenant = current_tenant()
    with transaction.atomic():
        email = Invitation.objects.open().filter(pk=job.invitation_id).values_list("email", flat=True).first()
    if tenant is None or email is None or lease.cancelled:
        return
    link = invitation_link(tenant, job.invitation_id)
    send_mail(f"Your invitation to {tenant.name}", _TEXT.format(tenant=tenant.name, link=link), None, [email])
