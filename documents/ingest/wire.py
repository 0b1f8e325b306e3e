"""Speak with the converting process: length-prefixed JSON and bytes over pipes."""

import json
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from documents.ingest.types import (
    AS_USUAL,
    BlockSpan,
    ConversionFailed,
    ConverterSettings,
    Extracted,
    FailureCode,
    Limits,
    Listed,
    PageSpan,
    SectionSpan,
    Unfinished,
)

LENGTH = struct.Struct(">Q")
Read = Callable[[int], bytes]
Answer = Extracted | Listed | ConversionFailed | Unfinished


class Task(StrEnum):
    """Name what the process can do with a file."""

    TEXT = "text"
    LINKS = "links"
    SITEMAP = "sitemap"
    FEED = "feed"


class Hangup(Exception):
    """Say that the other side is gone."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Ask for the text of a file, or for what the page, sitemap or feed at `name` lists."""

    task: Task
    content: bytes
    name: str
    limits: Limits
    settings: ConverterSettings = AS_USUAL
    # What another process recognised of the file before.
    seen: bytes = b""


def request_frames(request: Request) -> bytes:
    """Return the bytes that ask."""
    header = {
        "task": request.task.value,
        "name": request.name,
        "limits": asdict(request.limits),
        "settings": asdict(request.settings),
    }
    return (
        frame(json.dumps(header).encode("utf-8", "surrogatepass"))
        + frame(request.content)
        + frame(request.seen)
    )


def answer_frame(answer: Answer) -> bytes:
    """Return the bytes that answer it."""
    match answer:
        case ConversionFailed():
            return frame(json.dumps({"code": answer.code.value, "detail": answer.detail}).encode())
        case Unfinished():
            seen = b64encode(answer.seen).decode("ascii")
            return frame(json.dumps({"done": answer.done, "total": answer.total, "seen": seen}).encode())
        case Extracted():
            return frame(json.dumps({"extracted": asdict(answer)}).encode())
        case Listed():
            return frame(json.dumps({"listed": asdict(answer)}).encode("utf-8", "surrogatepass"))


def frame(body: bytes) -> bytes:
    """Return a body behind its length."""
    return LENGTH.pack(len(body)) + body


def read_frame(read: Read) -> bytes:
    """Return the next body, or raise Hangup; `read` gives as many bytes as asked, or fewer at the end."""
    head = read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise Hangup
    (length,) = LENGTH.unpack(head)
    body = read(length)
    if len(body) < length:
        raise Hangup
    return body


def read_request(read: Read) -> Request:
    """Return the next request; raise Hangup where none comes any more."""
    header = json.loads(read_frame(read))
    return Request(
        task=Task(header["task"]),
        content=read_frame(read),
        name=header["name"],
        limits=Limits(**header["limits"]),
        settings=ConverterSettings.of(header["settings"]),
        seen=read_frame(read),
    )


def parse_listed(body: bytes) -> Listed:
    """Return what was found, or raise the ConversionFailed that came instead."""
    found = _answered(body)["listed"]
    return Listed(entries=tuple(found["entries"]), about=found["about"])


def parse_extracted(body: bytes) -> Extracted:
    """Return what was extracted, or raise the ConversionFailed or Unfinished that came instead."""
    found = _answered(body)["extracted"]
    return Extracted(
        text=found["text"],
        title=found["title"],
        language=found["language"],
        pages=tuple(PageSpan(**page) for page in found["pages"]),
        sections=tuple(
            SectionSpan(tuple(section["path"]), section["start"], section["end"])
            for section in found["sections"]
        ),
        blocks=tuple(BlockSpan.of(block) for block in found["blocks"]),
        properties=found["properties"],
        warnings=tuple(found["warnings"]),
    )


def _answered(body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(body)
    if "code" in answer:
        raise ConversionFailed(FailureCode(answer["code"]), answer["detail"])
    if "total" in answer:
        raise Unfinished(answer["done"], answer["total"], b64decode(answer["seen"]))
    return answer
