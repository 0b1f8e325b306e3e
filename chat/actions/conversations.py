"""Delete conversations."""

from uuid import UUID

from django.db import transaction

from chat.access import access_conversation
from chat.streams import forget
from tenants.types import Actor


@transaction.atomic(durable=True)
def delete(*, actor: Actor, conversation_id: UUID) -> None:
    """Delete the actor's conversation with everything in it, and what Redis still has of its streams."""
    conversation = access_conversation(actor=actor, conversation_id=conversation_id)
    messages = list(conversation.messages.values_list("pk", flat=True))
    conversation.delete()
    transaction.on_commit(lambda: forget(actor.tenant, messages))
