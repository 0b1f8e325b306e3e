"""Hold a vector for each token, distilled from an embedding model, so that words are compared without running it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from documents.ranking.ranker import RankerDown

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class TokenVectors:
    """Hold (tokens, d) float32 of unit length, what each token tells (0 for marks), and which end sentences."""

    name: str
    vectors: NDArray[np.float32]
    weights: Weights
    ends: NDArray[np.bool_]
    tokenizer: Tokenizer

    def ids(self, texts: Sequence[str]) -> list[Ids]:
        """Return the tokens of each text."""
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.asarray(encoding.ids, dtype=np.int64) for encoding in encodings]


def load_tokens(table: Path, vocabulary: Path) -> TokenVectors:
    """Read a table and the tokenizer whose tokens it holds; raise RankerDown."""
    try:
        with np.load(table) as stored:
            parts = {name: stored[name] for name in ("vectors", "weights", "ends")}
            name = str(stored["name"])
        tokenizer = Tokenizer.from_file(str(vocabulary))
    except (OSError, ValueError, KeyError) as missing:
        command = "python -m project.embedded.models"
        raise RankerDown(
            f"The vectors of tokens cannot be read; make them with {command}: {missing}"
        ) from missing
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return TokenVectors(
        name=name,
        vectors=parts["vectors"].astype(np.float32),
        weights=parts["weights"].astype(np.float32),
        ends=parts["ends"].astype(bool),
        tokenizer=tokenizer,
    )
