"""Hold what is asked of a language model and what it gives back, all frozen."""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from uuid import UUID

from chat.types import Usage


@dataclass(frozen=True, kw_only=True)
class Message:
    """Say one turn to the model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """Ask for one answer; `tenant` decides whose turn it is where many wait, and `begun_at` begins the time for all."""

    tenant: UUID
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float = 0.0
    stop: tuple[str, ...] = ()
    begun_at: float = field(default_factory=time.monotonic)


class FinishReason(StrEnum):
    """Say why the model stopped by itself."""

    STOP = "stop"
    LENGTH = "length"


@dataclass(frozen=True, kw_only=True)
class Delta:
    """Carry the next characters that the model wrote."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Finished:
    """Close a generation that came to its own end."""

    reason: FinishReason
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    endpoint: str = ""
    attempts: int = 1
    first_token_ms: float = 0.0


Piece = Delta | Finished


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bound a generation in seconds: to a server's first token, between tokens, in all with every server tried."""

    first_token_seconds: float = 8.0
    inter_token_seconds: float = 10.0
    total_seconds: float = 120.0


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """Bound what the gateway lets through, retries and waits for."""

    limits: Limits = field(default_factory=Limits)
    concurrency_per_endpoint: int = 32
    tenant_share: float = 0.5
    queue_seconds: float = 20.0
    retry_ratio: float = 0.1
    retry_reserve: int = 10
    breaker_failures: int = 2
    breaker_seconds: float = 1.0
    breaker_longest_seconds: float = 30.0
    probe_seconds: float = 5.0
    probe_timeout_seconds: float = 2.0
