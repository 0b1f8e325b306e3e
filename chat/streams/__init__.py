"""Carry the events of answers to those who follow them: in this process directly, elsewhere through Redis."""

from chat.streams.live import Frame, LiveStream
from chat.streams.log import (
    PULSE_SECONDS,
    STREAM_SECONDS,
    Lost,
    Remains,
    StreamLog,
    forget,
    remains_in_redis,
    remains_of,
    stream_key,
)

__all__ = [
    "PULSE_SECONDS",
    "STREAM_SECONDS",
    "Frame",
    "LiveStream",
    "Lost",
    "Remains",
    "StreamLog",
    "forget",
    "remains_in_redis",
    "remains_of",
    "stream_key",
]
