"""Find conversations, messages and feedback for somebody: the only door to them."""

from chat.access.bounds import check_bounds
from chat.access.messages import (
    Written,
    access_conversation,
    access_message,
    access_traced_message,
    messages_of,
    own_conversations,
)
from chat.access.sources import SOURCES_HIDDEN, hold_sources, withheld_messages
from chat.access.standing import Standing, access_standing
from chat.access.triage import Entry, access_entry, access_feedback, entries, feedback_in_triage

__all__ = [
    "SOURCES_HIDDEN",
    "Entry",
    "Standing",
    "Written",
    "access_conversation",
    "access_entry",
    "access_feedback",
    "access_message",
    "access_standing",
    "access_traced_message",
    "check_bounds",
    "entries",
    "feedback_in_triage",
    "hold_sources",
    "messages_of",
    "own_conversations",
    "withheld_messages",
]
