"""Load the tokenizer of a model and lay batches out."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from documents.embedding.registry import EmbedderEntry

Ids = NDArray[np.int64]
TOKENIZER = "tokenizer.json"


@cache
def counting_tokenizer(entry: EmbedderEntry, models_dir: Path) -> Tokenizer:
    """Return the tokenizer without truncation and padding, to count and split; do not change it."""
    path = Path(entry.tokenizer) if entry.tokenizer else entry.exported(models_dir, TOKENIZER)
    tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encoding_tokenizer(entry: EmbedderEntry, models_dir: Path) -> Tokenizer:
    """Return a tokenizer that cuts at the model's limit."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(entry.exported(models_dir, TOKENIZER)))
    tokenizer.no_padding()
    tokenizer.enable_truncation(entry.max_tokens)
    return tokenizer


def batches_by_length(encodings: Sequence[Encoding], batch_size: int) -> Iterator[tuple[list[int], Ids, Ids]]:
    """Yield (positions, token ids, attention mask), like lengths together for the least padding."""
    order = sorted(range(len(encodings)), key=lambda position: len(encodings[position]))
    for first in range(0, len(order), batch_size):
        positions = order[first : first + batch_size]
        yield positions, *padded([encodings[position] for position in positions])


def padded(encodings: Sequence[Encoding]) -> tuple[Ids, Ids]:
    """Return token ids and attention mask, (n, longest)."""
    width = max(len(encoding) for encoding in encodings)
    ids = np.zeros((len(encodings), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    return ids, mask
