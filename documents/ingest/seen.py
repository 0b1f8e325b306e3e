"""Pack what was recognised on the pages of a file, so that whoever reads on after a fall goes on from there."""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from documents.ingest.pages.types import Box, Recognised, Run, Word

# Not an attempt at smallness: it is written between rounds, which wait for it.
LEVEL = 1


def packed(seen: Mapping[int, Any], key: str) -> bytes:
    """Return what was seen by number, of files within files too; `key` says of what, and how it was read."""
    return zlib.compress(json.dumps({"key": key, "seen": _plain(seen)}).encode(), LEVEL)


def unpacked(content: bytes, key: str) -> dict[int, Any]:
    """Return what was seen; nothing where it is of another file or way to read, or damaged."""
    try:
        found = json.loads(zlib.decompress(content))
        return _seen(found["seen"]) if found["key"] == key else {}
    except (zlib.error, ValueError, KeyError, TypeError, IndexError):
        return {}


def _plain(seen: Mapping[int, Any]) -> list[Any]:
    return [
        [number, _plain(found), None]
        if isinstance(found, Mapping)
        else [number, None, [found.lines, found.confidence, found.failure, found.rules]]
        for number, found in seen.items()
    ]


def _seen(plain: list[Any]) -> dict[int, Any]:
    return {number: _seen(inner) if page is None else _page(*page) for number, inner, page in plain}


def _page(lines: list[Any], confidence: float, failure: str, rules: list[Any]) -> Recognised:
    return Recognised(
        lines=tuple(_run(*line) for line in lines),
        confidence=confidence,
        failure=failure,
        rules=tuple(Box(*rule) for rule in rules),
    )


def _run(words: list[Any], box: list[float]) -> Run:
    return Run(tuple(Word(text, Box(*at), size, is_bold) for text, at, size, is_bold in words), Box(*box))
