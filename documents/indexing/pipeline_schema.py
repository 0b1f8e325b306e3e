"""Describe the file of a pipeline as a JSON Schema, by which an editor completes and checks it.

What depends on the model (its name, revision and dimensions, the most tokens) or on another value is left to the check.
"""

from typing import Any

from documents.indexing.pipeline import VERSION
from documents.indexing.reading import LANGUAGE
from documents.indexing.settings import PRECISION, PRECISIONS
from documents.indexing.splitters import LEAST_TOKENS, MOST_PARENT_TOKENS
from documents.ingest.types import AS_USUAL, Ocr, SplitterSettings

USUAL = SplitterSettings()


def pipeline_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a pipeline file."""
    parts = {
        "converter": _part("How files are read.", _converter()),
        "cleaner": _part("What is left out of what was read.", _cleaner()),
        "splitter": _part("How texts are cut into chunks, in tokens of the embedder.", _splitter()),
        "embedder": _part("The model that embeds chunks and questions, by its registry entry.", _embedder()),
        "index": _part("How vectors are kept.", _index()),
    }
    version = {"const": VERSION, "description": "The version of this form."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Pipeline of a collection",
        "type": "object",
        "required": ["version"],
        "additionalProperties": False,
        "properties": {"version": version, **parts},
    }


def _part(description: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "properties": fields,
    }


def _converter() -> dict[str, Any]:
    ocr = "Which pages are read by OCR: those without text of their own, none, or all."
    languages = "ISO 639 codes of the languages that OCR expects; none for those of the installation."
    code = {"type": "string", "pattern": f"^{LANGUAGE.pattern}$"}
    return {
        "ocr": {"enum": [str(name) for name in Ocr], "default": str(AS_USUAL.ocr), "description": ocr},
        "ocr_languages": {"type": "array", "items": code, "default": [], "description": languages},
    }


def _cleaner() -> dict[str, Any]:
    edges = "Whether lines that stand at the edge of most pages are kept."
    main = "Of a web page, whether navigation, advertisements and comments are left out."
    return {
        "keep_headers_footers": _flag(AS_USUAL.keep_headers_footers, edges),
        "main_content_only": _flag(AS_USUAL.main_content_only, main),
    }


def _splitter() -> dict[str, Any]:
    said_again = "How much of a chunk the next one says again; at most half of max_tokens."
    around = "How much around a chunk is its context: 0 for none, else no less than max_tokens."
    from_to = {"type": "integer", "minimum": LEAST_TOKENS, "maximum": MOST_PARENT_TOKENS}
    return {
        "max_tokens": {
            "type": "integer",
            "minimum": LEAST_TOKENS,
            "description": "How long a chunk is at most; how long it may be depends on the embedder.",
        },
        "overlap_tokens": {
            "type": "integer",
            "minimum": 0,
            "default": USUAL.overlap_tokens,
            "description": said_again,
        },
        "parent_tokens": {
            "anyOf": [{"const": 0}, from_to],
            "default": USUAL.parent_tokens,
            "description": around,
        },
        "keep_tables": _flag(USUAL.keep_tables, "Whether a table that fits into a chunk is never cut."),
        "keep_code": _flag(USUAL.keep_code, "Whether code that fits into a chunk is never cut."),
    }


def _embedder() -> dict[str, Any]:
    return {
        "id": {"type": "string", "description": "As GET /api/v1/embedders lists it."},
        "revision": {"type": "string", "description": "That of the registry entry."},
        "dimensions": {
            "type": "integer",
            "minimum": 1,
            "description": "All of the model's, or what it may be cut to.",
        },
    }


def _index() -> dict[str, Any]:
    precision = "Numbers of a vector: half or single precision, or bits put in order by halves."
    return {"precision": {"enum": list(PRECISIONS), "default": PRECISION, "description": precision}}


def _flag(usual: bool, description: str) -> dict[str, Any]:
    return {"type": "boolean", "default": usual, "description": description}
