"""Speak with the converting process: length-prefixed JSON and bytes over pipes."""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict

from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Limits, PageSpan, SectionSpan

LENGTH = struct.Struct(">Q")
Read = Callable[[int], bytes]


class Hangup(Exception):
    """Say that the other side is gone."""


def request_frames(content: bytes, filename: str, limits: Limits) -> bytes:
    """Return the bytes that ask for a conversion."""
    header = json.dumps({"filename": filename, "limits": asdict(limits)}).encode("utf-8", "surrogatepass")
    return frame(header) + frame(content)


def answer_frame(answer: Extracted | ConversionFailed) -> bytes:
    """Return the bytes that answer it."""
    if isinstance(answer, ConversionFailed):
        return frame(json.dumps({"code": answer.code.value, "detail": answer.detail}).encode())
    return frame(json.dumps({"extracted": asdict(answer)}).encode())


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


def read_request(read: Read) -> tuple[bytes, str, Limits]:
    """Return content, file name and limits."""
    header = json.loads(read_frame(read))
    return read_frame(read), header["filename"], Limits(**header["limits"])


def parse_answer(body: bytes) -> Extracted:
    """Return what was extracted, or raise the ConversionFailed that came instead."""
    answer = json.loads(body)
    if "code" in answer:
        raise ConversionFailed(FailureCode(answer["code"]), answer["detail"])
    found = answer["extracted"]
    return Extracted(
        text=found["text"],
        title=found["title"],
        language=found["language"],
        pages=tuple(PageSpan(**page) for page in found["pages"]),
        sections=tuple(
            SectionSpan(tuple(section["path"]), section["start"], section["end"])
            for section in found["sections"]
        ),
        warnings=tuple(found["warnings"]),
    )
