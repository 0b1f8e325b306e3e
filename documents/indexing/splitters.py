"""Check how chunks are to be cut, as an index version or a preview asks for it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from documents.embedding.registry import EmbedderEntry
from documents.ingest.types import SplitterSettings
from project.kernel.errors import FieldError, Invalid

FIELD = "settings.splitter"
NAMES = ("max_tokens", "overlap_tokens", "parent_tokens", "keep_tables", "keep_code")
# What is embedded besides the chunk's own tokens: its headings and the model's special tokens.
HEADING_TOKENS = 56
LEAST_TOKENS, MOST_PARENT_TOKENS = 32, 8_000


def most_tokens(entry: EmbedderEntry) -> int:
    """Return how long a chunk may be for a model, so that its headings are embedded with it."""
    return entry.max_tokens - HEADING_TOKENS


def splitter_settings(
    entry: EmbedderEntry, wanted: Mapping[str, Any], field: str = FIELD
) -> SplitterSettings:
    """Complete what somebody asked for in a field; raise Invalid, which names each wrong one and what was expected."""
    usual = SplitterSettings(max_tokens=most_tokens(entry))
    complete = {name: wanted.get(name, getattr(usual, name)) for name in NAMES}
    wrong = [*_unknown(wanted, field), *_wrong(complete, most_tokens(entry), field)]
    if wrong:
        raise Invalid("Chunks cannot be cut in this way.", errors=wrong)
    return SplitterSettings(**complete)


def _unknown(wanted: Mapping[str, Any], field: str) -> Iterator[FieldError]:
    for name in wanted:
        if name not in NAMES:
            yield FieldError(f"{field}.{name}", "unknown_setting", f"Expected some of {', '.join(NAMES)}.")


def _wrong(given: Mapping[str, Any], most: int, field: str) -> Iterator[FieldError]:
    size = given["max_tokens"]
    if not _is_number(size) or not LEAST_TOKENS <= size <= most:
        yield _out_of_range(
            f"{field}.max_tokens", f"Expected a number of tokens from {LEAST_TOKENS} to {most}."
        )
        size = most
    bounds: dict[str, tuple[Callable[[int], bool], str]] = {
        "overlap_tokens": (
            lambda tokens: 0 <= tokens <= size // 2,
            "Expected a number of tokens from 0 to half of max_tokens.",
        ),
        "parent_tokens": (
            lambda tokens: tokens == 0 or size <= tokens <= MOST_PARENT_TOKENS,
            f"Expected 0 for none, or a number of tokens from max_tokens to {MOST_PARENT_TOKENS}.",
        ),
    }
    for name, (is_within, expected) in bounds.items():
        if not _is_number(given[name]) or not is_within(given[name]):
            yield _out_of_range(f"{field}.{name}", expected)
    for name in ("keep_tables", "keep_code"):
        if not isinstance(given[name], bool):
            yield FieldError(f"{field}.{name}", "not_a_boolean", "Expected true or false.")


def _out_of_range(field: str, expected: str) -> FieldError:
    return FieldError(field, "out_of_range", expected)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
