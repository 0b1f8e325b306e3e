"""Keep what was asked, what was answered from what, and what people thought of it."""

from chat.models.conversation import Citation, Conversation, Message, MessageState, Trace, with_sources
from chat.models.feedback import Diagnosis, Feedback, Rating, Reason, TriageStatus
from chat.models.known import CuratedAnswer, KnownQuestion
from chat.models.quality import TestSet

__all__ = [
    "Citation",
    "Conversation",
    "CuratedAnswer",
    "Diagnosis",
    "Feedback",
    "KnownQuestion",
    "Message",
    "MessageState",
    "Rating",
    "Reason",
    "TestSet",
    "Trace",
    "TriageStatus",
    "with_sources",
]
