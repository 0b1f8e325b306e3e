"""Look at stored rows, and change shared ones, as the installation would."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction

from chat.models import Message
from chat.types import Citation
from documents.models import Audience, Document
from documents.types import DocumentRef
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from tenants.models import ApiKey, Tenant
from tenants.models.tenant import TenantState
from tenants.passes import Pass
from tenants.types import Actor
from tests.factories import routes


def stored(tenant: TenantRef, message_id: str | UUID) -> Message:
    """Return a message as the database keeps it."""
    with tenant_scope(tenant), transaction.atomic():
        return Message.objects.get(pk=message_id)


def document_of(actor: Actor) -> UUID:
    """Make a document that everyone reads."""
    document_id: UUID = routes.document(actor)["document_id"]
    return document_id


def erase(tenant: TenantRef, document_id: UUID) -> None:
    """Erase a document, as its action does at last."""
    with tenant_scope(tenant), transaction.atomic():
        Document.objects.filter(pk=document_id).delete()


def hide(tenant: TenantRef, document_id: UUID) -> None:
    """Let nobody but owners and admins read a document."""
    with tenant_scope(tenant), transaction.atomic():
        audience, _ = Audience.objects.get_or_create(readers=[f"person:{uuid4()}"])
        Document.objects.filter(pk=document_id).update(audience=audience)


def citation_of(document_id: UUID) -> Citation:
    """Return a citation of a document."""
    return Citation(
        n=1,
        chunk_id=uuid4(),
        document=DocumentRef(
            id=document_id, external_id="", title="Canary", url="", collection="hr", version=1
        ),
        page=None,
        section=(),
        quote="Up to five days",
        start=0,
        end=15,
        verified=True,
    )


def suspend(tenant: TenantRef) -> None:
    """Suspend a tenant."""
    with shared_scope():
        Tenant.objects.filter(pk=tenant.id).update(state=TenantState.SUSPENDED)


def key_pass(actor: Actor) -> Pass:
    """Return a pass by a fresh API key of the actor's."""
    with shared_scope():
        key = ApiKey.objects.create(
            tenant_id=actor.tenant.id,
            person_id=actor.user_id,
            name="tests",
            public_id=uuid4().hex[:16],
            secret_sha256=bytes(32),
            scopes=["chat"],
        )
    return Pass(replace(actor, key_id=key.pk, scopes=frozenset({"chat"})))
