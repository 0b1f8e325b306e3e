"""Make, for each route that names a thing, one such thing of an actor's tenant."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from chat.models import Conversation, CuratedAnswer, Feedback, KnownQuestion, Message, TestSet
from documents.actions import erasing
from documents.indexing.pipeline import write_pipeline
from documents.indexing.settings import index_settings
from documents.models import (
    Audience,
    Collection,
    Document,
    DocumentVersion,
    IndexVersion,
    PipelineFile,
    Source,
    SourceRun,
)
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.jobs import enqueue
from tenants.actions import api_keys, groups, invitations
from tenants.jobs import SendInvitation
from tenants.models import Membership, Webhook
from tenants.sealing import seal
from tenants.types import Actor, Role, Scope

Keys = dict[str, Any]
# Larger than the number of any index version of a fresh tenant.
INDEX_ID = 4_100
PIPELINE = write_pipeline(index_settings({}))


def member(actor: Actor) -> Keys:
    with shared_scope():
        row = Membership.objects.get(tenant_id=actor.tenant.id, person_id=actor.user_id)
    return {"member_id": row.pk}


def group(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant):
        return {"group_id": groups.create(actor=actor, name=f"Group {uuid4().hex}").pk}


def invitation(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant):
        email = f"{uuid4().hex}@{actor.tenant.slug}.example"
        made = invitations.create(actor=actor, email=email, role=Role.MEMBER, groups=[])
    return {"invitation_id": made.row.pk}


def api_key(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant):
        return {"key_id": api_keys.create(actor=actor, name="ci", scopes=[Scope.SEARCH]).row.pk}


def webhook(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        row = Webhook.objects.create(
            tenant_id=actor.tenant.id,
            url="https://example.org/",
            events=["document.ready"],
            secret_sealed=seal("secret"),
        )
    return {"webhook_id": row.pk}


def collection(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        made = _collection()
        PipelineFile.objects.create(collection=made, number=1, content=PIPELINE, applied_by=actor.user_id)
        return {"slug": made.slug}


def document(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        home = _collection()
        row = Document.objects.create(
            collection=home, audience=home.audience, external_id=uuid4().hex, title="Canary"
        )
        DocumentVersion.objects.create(
            document=row,
            number=1,
            storage_key=f"{actor.tenant.schema}/canary",
            filename="canary.txt",
            content_type="text/plain",
            size_bytes=6,
            sha256="0" * 64,
            created_by=actor.user_id,
        )
    return {"document_id": row.pk}


def erased(actor: Actor) -> Keys:
    key = document(actor)["document_id"]
    with tenant_scope(actor.tenant):
        erasing.erase(actor=actor, document_id=key)
    return {"erased_id": key}


def source(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        return {"source_id": _source(actor).pk}


def source_run(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        row = SourceRun.objects.create(source=_source(actor), state="asking")
    return {"source_id": row.source_id, "run_id": row.pk}


def _source(actor: Actor) -> Source:
    settings = {"url": "https://example.org/", "path_prefix": "/"}
    return Source.objects.create(
        kind="website", name="Canary", collection=_collection(), settings=settings, created_by=actor.user_id
    )


def index(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        taken = IndexVersion.objects.filter(pk__gte=INDEX_ID).count()
        row = IndexVersion(pk=INDEX_ID + taken, state="retired", settings=index_settings({}), splitting=1)
        row.save(force_insert=True)
    return {"index_id": row.pk}


def job(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        return {"job_id": enqueue(SendInvitation(invitation_id=uuid4()))}


def conversation(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        return {"conversation_id": _message(actor).conversation_id}


def message(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        return {"message_id": _message(actor).pk}


def feedback(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        row = Feedback.objects.create(message=_message(actor), person_id=actor.user_id, rating="up")
    return {"feedback_id": row.pk}


def curated(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        person = actor.user_id
        row = CuratedAnswer.objects.create(
            answer="Canary", readers=["everyone"], owner_id=person, reviewed_by=person
        )
        KnownQuestion.objects.create(curated=row, wording="Canary?", folded=uuid4())
    return {"curated_id": row.pk}


def test_set(actor: Actor) -> Keys:
    with tenant_scope(actor.tenant), transaction.atomic():
        return {"set_id": TestSet.objects.create(name=uuid4().hex, created_by=actor.user_id).pk}


def test_case(actor: Actor) -> Keys:
    """Make a set with a case that expects a document of everyone's."""
    keys, case_id = test_set(actor), uuid4()
    case = {
        "id": str(case_id),
        "question": "Canary?",
        "expected": [str(document(actor)["document_id"])],
        "collections": [],
    }
    with tenant_scope(actor.tenant), transaction.atomic():
        TestSet.objects.filter(pk=keys["set_id"]).update(cases=[case])
    return {**keys, "case_id": case_id}


def _collection() -> Collection:
    audience, _ = Audience.objects.get_or_create(readers=["everyone"])
    return Collection.objects.create(slug=f"c{uuid4().hex}", name="Canary", audience=audience)


def _message(actor: Actor) -> Message:
    talk = Conversation.objects.create(person_id=actor.user_id, title="Canary")
    return Message.objects.create(conversation=talk, question="Canary?")


# By the names of the parameters in a route; a route that names two things has them in this order.
FACTORIES: dict[str, Callable[[Actor], Keys]] = {
    "member_id": member,
    "group_id": group,
    "invitation_id": invitation,
    "key_id": api_key,
    "webhook_id": webhook,
    "slug": collection,
    "document_id": document,
    "erased_id": erased,
    "number": lambda _: {"number": 1},
    "source_id": source,
    "run_id": source_run,
    "index_id": index,
    "job_id": job,
    "conversation_id": conversation,
    "message_id": message,
    "feedback_id": feedback,
    "curated_id": curated,
    "set_id": test_set,
    "case_id": test_case,
}

# What a call needs so that it gets as far as looking for the thing: by the route's end and the method.
# The number of no document.
NOBODYS = str(UUID(int=0))
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("members/<uuid:member_id>", "patch"): {"role": "member"},
    ("groups/<uuid:group_id>", "patch"): {"name": "Mine"},
    ("webhooks/<uuid:webhook_id>", "patch"): {"active": False},
    ("collections/<slug:slug>", "patch"): {"name": "Mine"},
    ("collections/<slug:slug>/preview-chunks", "post"): {"text": "Mine."},
    ("collections/<slug:slug>/pipeline", "put"): {"content": PIPELINE},
    ("collections/<slug:slug>/pipeline/check", "post"): {"content": PIPELINE},
    ("collections/<slug:slug>/pipeline/diff", "post"): {"content": PIPELINE},
    ("documents/<uuid:document_id>", "patch"): {"title": "Mine"},
    ("sources/<uuid:source_id>", "patch"): {"name": "Mine"},
    ("messages/<uuid:message_id>/feedback", "put"): {"rating": "up"},
    ("feedback/<uuid:feedback_id>", "patch"): {"status": "resolved"},
    ("curated-answers/<uuid:curated_id>", "patch"): {"answer": "Mine"},
    ("test-sets/<uuid:set_id>/cases", "post"): {"question": "Mine?", "expected_documents": [NOBODYS]},
}
