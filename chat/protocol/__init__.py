"""Speak the wire format of `/ws/chat` and of the event stream over HTTP."""

from chat.protocol.client import Ask, ClientMessage, Resume, Stop, decode
from chat.protocol.server import encode, encode_problem, frame_text

__all__ = ["Ask", "ClientMessage", "Resume", "Stop", "decode", "encode", "encode_problem", "frame_text"]
