"""Carry the events of answers to those who follow them: in this process directly, elsewhere through Redis."""

from chat.streams.live import Frame, LiveStream
from chat.streams.log import Lost, StreamLog, forget, stream_key

__all__ = ["Frame", "LiveStream", "Lost", "StreamLog", "forget", "stream_key"]
