"""Compare what a server says of its model with the registry: a query never meets another model's vectors."""

from collections.abc import Mapping
from typing import Any

from documents.embedding.registry import EmbedderEntry
from documents.embedding.types import WrongModel

# Fewer characters of a revision could be those of another one.
SHORT_REVISION = 7


def check_identity(entry: EmbedderEntry, said: Mapping[str, Any]) -> None:
    """Raise WrongModel where a server's `/info` is not that of an entry: its model, its revision, what it reads."""
    model, revision = said.get("model_id"), said.get("model_sha")
    reads_tokens = said.get("max_input_length")
    if not _is_model(entry, model):
        expected = entry.model_id or f"one that ends in {entry.id}"
        raise _wrong(entry, f"serves the model {model}, expected {expected}", "model_id")
    if not revision:
        raise _wrong(
            entry, f"does not say its revision; start it with --revision {entry.revision}", "revision"
        )
    if not _is_revision(entry, revision):
        raise _wrong(entry, f"serves the revision {revision}, expected {entry.revision}", "revision")
    if not isinstance(reads_tokens, int) or reads_tokens < entry.max_tokens:
        raise _wrong(entry, f"reads {reads_tokens} tokens, expected {entry.max_tokens}", "max_tokens")


def _is_model(entry: EmbedderEntry, said: object) -> bool:
    if not isinstance(said, str):
        return False
    if entry.model_id:
        return said == entry.model_id
    return said.rstrip("/").rpartition("/")[2].lower() == entry.id


def _is_revision(entry: EmbedderEntry, said: object) -> bool:
    if not isinstance(said, str):
        return False
    is_beginning = len(entry.revision) >= SHORT_REVISION and said.startswith(entry.revision)
    return said == entry.revision or is_beginning


def _wrong(entry: EmbedderEntry, what: str, field: str) -> WrongModel:
    return WrongModel(f"The server of {entry.id} {what} (`{field}` of its entry). Its vectors are not used.")
