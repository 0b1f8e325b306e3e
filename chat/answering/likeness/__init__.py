"""Tell whether two questions ask the same, which the nearness of their vectors does not tell."""

from chat.answering.likeness.folding import folded
from chat.answering.likeness.gists import Gist, Reader, differing
from chat.answering.likeness.occasions import is_personal, is_timely
from chat.answering.likeness.thresholds import LITERALLY, threshold_of

__all__ = [
    "LITERALLY",
    "Gist",
    "Reader",
    "differing",
    "folded",
    "is_personal",
    "is_timely",
    "threshold_of",
]
