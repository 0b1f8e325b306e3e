"""Mail what somebody waits for."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from project.kernel.db import current_tenant
from project.kernel.jobs import Lease
from project.kernel.jobs.reading import find_job
from tenants.actions.invitations import invitation_link
from tenants.jobs import SendInvitation
from tenants.models import Invitation

_TEXT = """You are invited to ask {tenant}'s documents.

Choose a name and a password here, within seven days:

{link}

If you did not expect this, do nothing.
"""


def send_invitation(job: SendInvitation, *, lease: Lease) -> None:
    """Mail an invitation's link once; one that was withdrawn or accepted meanwhile is not mailed."""
    tenant = current_tenant()
    with transaction.atomic():
        lease.guard()
        is_mailed = bool(find_job(lease.claim.job_id).progress.get("done"))
        email = Invitation.objects.open().filter(pk=job.invitation_id).values_list("email", flat=True).first()
    if tenant is None or email is None or is_mailed or lease.cancelled:
        return
    text = _TEXT.format(tenant=tenant.name, link=invitation_link(tenant, job.invitation_id))
    # Should a worker die right here, the second mail is the first one's copy to the mailbox (RFC 5322, 3.6.4).
    headers = {"Message-ID": f"<invitation-{job.invitation_id}@{settings.BASE_DOMAIN}>"}
    EmailMessage(f"Your invitation to {tenant.name}", text, None, [email], headers=headers).send()
    with transaction.atomic():
        lease.guard()
        lease.progress(total=1, done=1, failed=0)
