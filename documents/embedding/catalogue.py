"""Read the entries of models that an operator adds: a YAML or JSON file."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from documents.embedding.registry import EmbedderEntry

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
# pgvector stores at most 16 000 numbers and builds HNSW over 4 000 halfvecs: what cannot be searched fast is refused.
MOST_DIMENSIONS = 4_000


class BadEntry(ValueError):
    """Say which entry is wrong, and what was expected."""


def read_entries(path: Path) -> dict[str, EmbedderEntry]:
    """Return the entries of a file by name; raise BadEntry."""
    try:
        content = yaml.safe_load(path.read_text())
    except (OSError, UnicodeDecodeError) as failure:
        raise BadEntry(f"must be a file that can be read: {failure}") from failure
    except yaml.YAMLError as failure:
        raise BadEntry(f"must be YAML or JSON: {failure}") from failure
    rows = content.get("embedders") if isinstance(content, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise BadEntry("must have a list `embedders` with an entry for each model")
    found: dict[str, EmbedderEntry] = {}
    for number, row in enumerate(rows):
        entry = _entry(row, f"embedders[{number}]", path.parent)
        if entry.id in found:
            raise BadEntry(f"must name each model once; embedders[{number}].id is there before")
        found[entry.id] = entry
    return found


def _entry(row: Any, place: str, folder: Path) -> EmbedderEntry:
    if not isinstance(row, Mapping):
        raise BadEntry(f"must have an object at {place}")
    _refuse_wrong(row, place)
    _refuse_contradictions(row, place)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    for name in {"weights", "tokenizer"} & values.keys():
        values[name] = str((folder / values[name]).resolve())
    return EmbedderEntry(**values)


def _refuse_wrong(row: Mapping[str, Any], place: str) -> None:
    for name in row:
        if name not in EXPECTED:
            raise BadEntry(f"must have {', '.join(EXPECTED)} alone at {place}, not {name}")
    for name, (is_right, expected) in EXPECTED.items():
        if name in row and not is_right(row[name]):
            raise BadEntry(f"must have {expected} as {place}.{name}, not {row[name]!r}")
    for name in REQUIRED:
        if name not in row:
            raise BadEntry(f"must have {place}.{name}: {EXPECTED[name][1]}")


def _refuse_contradictions(row: Mapping[str, Any], place: str) -> None:
    if ("weights" in row) == ("endpoint" in row):
        raise BadEntry(f"must have either weights or endpoint at {place}")
    if "endpoint" in row and "tokenizer" not in row:
        raise BadEntry(
            f"must have {place}.tokenizer: the model's tokenizer.json, by which chunks are measured"
        )
    if "model_id" in row and "endpoint" not in row:
        raise BadEntry(f"must have an endpoint at {place}, which has a model_id")
    if any(size >= row["dimensions"] for size in row.get("matryoshka", ())):
        raise BadEntry(f"must have sizes below {row['dimensions']} in {place}.matryoshka")


def _is_number(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are(is_right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(is_right, value))


EXPECTED: Mapping[str, tuple[Callable[[Any], bool], str]] = MappingProxyType(
    {
        "id": (
            lambda value: isinstance(value, str) and bool(ID.fullmatch(value)),
            "a name of lower-case letters, digits, dots and hyphens",
        ),
        "revision": (_is_text, "the beginning of the SHA-256 of the weights, or the server's model revision"),
        "dimensions": (_is_number(1, MOST_DIMENSIONS), f"a number from 1 to {MOST_DIMENSIONS}"),
        "matryoshka": (
            _are(_is_number(8, MOST_DIMENSIONS)),
            "a list of numbers of dimensions that the model was trained to be cut to",
        ),
        "max_tokens": (_is_number(96, 131_072), "a number from 96 to 131072"),
        "licence": (_is_text, "the licence's name, as in Apache-2.0"),
        "languages": (
            _are(lambda value: isinstance(value, str) and 2 <= len(value) <= 3),
            "a list of ISO 639-1 codes, as in [en, de]",
        ),
        "query_prefix": (lambda value: isinstance(value, str), "text"),
        "passage_prefix": (lambda value: isinstance(value, str), "text"),
        "unrelated_cosine": (
            lambda value: isinstance(value, int | float) and 0 <= value < 1,
            "a cosine from 0 to below 1",
        ),
        "pooling": (lambda value: value in {"mean", "cls"}, "mean or cls"),
        "weights": (_is_text, "the folder of model.safetensors, config.json and tokenizer.json"),
        "endpoint": (
            lambda value: isinstance(value, str) and value.startswith(("http://", "https://")),
            "the address of a Text Embeddings Inference server, http://… or https://…",
        ),
        "model_id": (_is_text, "what the server calls the model, as in intfloat/e5-base"),
        "tokenizer": (_is_text, "the path of the model's tokenizer.json"),
    }
)
REQUIRED = ("id", "revision", "dimensions", "max_tokens", "licence", "languages")
