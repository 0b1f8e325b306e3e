"""Carry the events of answers to those who follow them: in this process directly, elsewhere through Redis."""

from chat.streams.live import Frame, LiveStream
from chat.streams.log import PULSE_SECONDS, Lost, StreamLog, forget, stream_key, text_of, written_text

__all__ = [
    "PULSE_SECONDS",
    "Frame",
    "LiveStream",
    "Lost",
    "StreamLog",
    "forget",
    "stream_key",
    "text_of",
    "written_text",
]
