"""Encode events for the wire, one JSON object each, as `events.schema.json` describes them."""

import json
from collections.abc import Mapping
from typing import assert_never
from uuid import UUID

from chat.types import (
    AnswerSentence,
    Cached,
    Citation,
    Curated,
    Done,
    Ending,
    Event,
    Failed,
    Recalled,
    Sources,
    Stage,
    Started,
    Stopped,
    Token,
    Usage,
)

Json = dict[str, object]


def encode(event: Event, message: UUID, seq: int) -> Json:
    """Give the JSON object of an event, the `seq`-th of its message, counted from 1."""
    return {"type": _type(event), "message": str(message), "seq": seq, **_fields(event)}


def frame_text(event: Event, message: UUID, seq: int) -> str:
    """Give an event as it goes over the wire."""
    return json.dumps(encode(event, message, seq), ensure_ascii=False, separators=(",", ":"))


def encode_problem(*, client_id: str | None, code: str, detail: str) -> Json:
    """Give the JSON object that refuses a client's message before there is a message to speak of."""
    return {"type": "problem", "id": client_id, "code": code, "detail": detail}


def encode_citation(citation: Citation) -> Json:
    """Give the JSON object of a citation, the same in REST and in streams."""
    document = citation.document
    return {
        "n": citation.n,
        "chunk_id": str(citation.chunk_id),
        "document": {
            "id": str(document.id),
            "external_id": document.external_id,
            "title": document.title,
            "url": document.url,
            "collection": document.collection,
            "version": document.version,
        },
        "page": citation.page,
        "place": citation.place,
        "section": list(citation.section),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "verified": citation.verified,
    }


def encode_done(done: Done) -> Json:
    """Give the fields of a finished answer, the same in REST and in streams."""
    return {
        "answer": done.answer,
        "outcome": done.outcome.value,
        "citations": [encode_citation(citation) for citation in done.citations],
        "sentences": [_sentence(sentence) for sentence in done.sentences],
        "model": done.model,
        "mode": done.mode,
        "usage": _usage(done.usage),
        "timings_ms": _rounded(done.timings_ms),
        "degraded": list(done.degraded),
        "cached": encode_cached(done.recalled),
        "curated": encode_curated(done.recalled),
        "meant_as_of": done.meant_as_of.isoformat() if done.meant_as_of else None,
    }


def encode_cached(recalled: Recalled | None) -> Json | None:
    """Give when an answer was given before; None where it was not."""
    return {"at": recalled.at.isoformat()} if isinstance(recalled, Cached) else None


def encode_curated(recalled: Recalled | None) -> Json | None:
    """Give which editor's text an answer is; None where it is nobody's."""
    if not isinstance(recalled, Curated):
        return None
    return {
        "id": str(recalled.id),
        "by": recalled.by,
        "reviewed_on": recalled.reviewed_on.isoformat(),
        "source_changed": recalled.has_changed_source,
    }


def _type(event: Event) -> str:
    return type(event).__name__.lower()


def _fields(event: Event) -> Json:
    match event:
        case Started():
            return {"id": event.id, "conversation": str(event.conversation)}
        case Stage():
            return {"name": event.name.value, "detail": event.detail}
        case Sources():
            return {"citations": [encode_citation(citation) for citation in event.citations]}
        case Token():
            return {"text": event.text}
        case Done() | Failed() | Stopped():
            return _ending(event)
        case _:
            assert_never(event)


def _ending(event: Ending) -> Json:
    match event:
        case Done():
            return encode_done(event)
        case Failed():
            return {
                "code": event.code,
                "detail": event.detail,
                "retryable": event.retryable,
                "answer": event.answer,
            }
        case Stopped():
            return {"answer": event.answer}
        case _:
            assert_never(event)


def _sentence(sentence: AnswerSentence) -> Json:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "citations": list(sentence.citations),
        "verified": sentence.verified,
    }


def _usage(usage: Usage) -> Json:
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}


def _rounded(timings_ms: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in timings_ms.items()}
