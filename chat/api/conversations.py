"""List, show and delete conversations; show how an answer came about."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat.access import access_conversation, access_traced_message, messages_of, own_conversations
from chat.actions import conversations
from chat.api.pages import CURSOR, page_shape
from chat.api.shapes import ConversationShape, TraceShape, WholeConversationShape
from project.kernel.http import page
from tenants.api.base import PAGED, Requires, TenantView
from tenants.types import Scope


class ConversationsView(TenantView):
    """One's own conversations."""

    requires: ClassVar = {"get": Requires(Scope.CHAT)}
    takes: ClassVar = {"get": PAGED}

    @extend_schema(
        operation_id="conversations_list", parameters=CURSOR, responses=page_shape(ConversationShape)
    )
    def get(self, request: Request) -> Response:
        """List them, the last used first."""
        rows = own_conversations(actor=self.actor)
        return page(request, rows, _show, ordering=("-updated_at", "-id"))


class ConversationView(TenantView):
    """One conversation of one's own."""

    requires: ClassVar = {"get": Requires(Scope.CHAT), "delete": Requires(Scope.CHAT)}

    @extend_schema(operation_id="conversations_retrieve", responses=WholeConversationShape)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Show it with its messages and the citations that may still be seen."""
        conversation = access_conversation(actor=self.actor, conversation_id=conversation_id)
        messages = messages_of(actor=self.actor, conversation=conversation)
        shown = _show(conversation) | {"messages": messages}
        return Response(WholeConversationShape(shown).data)

    @extend_schema(operation_id="conversations_destroy", responses={204: None})
    def delete(self, request: Request, conversation_id: UUID) -> Response:
        """Delete it."""
        conversations.delete(actor=self.actor, conversation_id=conversation_id)
        return Response(status=204)


class TraceView(TenantView):
    """How an answer came about."""

    requires: ClassVar = {"get": Requires(Scope.CHAT)}

    @extend_schema(operation_id="messages_trace", responses=TraceShape)
    def get(self, request: Request, message_id: UUID) -> Response:
        """Show every stage: one's own; everybody's for owners and admins, what they triage for analysts."""
        return Response(TraceShape(access_traced_message(actor=self.actor, message_id=message_id)).data)


def _show(conversation: Any) -> dict[str, Any]:
    return dict(ConversationShape(conversation).data)
