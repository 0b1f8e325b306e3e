"""Distil a vector for each token of the default model: python -m documents.embedding.alone DIR.

As Model2Vec does (Tulkens and van Dongen, 2024): each token goes through the model alone, once, and few dimensions are
kept. What a token tells is guessed from its place in the vocabulary, which is ordered by how common tokens are
(SIF: Arora, Liang and Ma, 2017). Takes about fifteen seconds of CPU.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from documents.embedding.cpu import GraphEmbedder, OnnxEmbedder, OpenVinoEmbedder, has_bfloat16
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import TOKENIZER
from documents.lexical.stopwords import STOP_WORDS

TABLE = "tokens.npz"
KEPT_DIMENSIONS = 128
# BERT's vocabulary begins with marks and single letters; words follow, the most common first.
FIRST_WORD = 1_995
COMMON = 1e-3
STOP_WORD_SHARE = 0.1
ENDS = frozenset(".!?;。！？")
BATCH = 256


def distil(embedder: GraphEmbedder, tokenizer: Tokenizer, path: Path) -> None:
    """Write the table of a model, whole or not at all."""
    words = tuple(tokenizer.id_to_token(key) or "" for key in range(tokenizer.get_vocab_size()))
    weights = _weights(words)
    alone = np.concatenate(
        [
            embedder.embed_alone(range(first, min(first + BATCH, len(words))))
            for first in range(0, len(words), BATCH)
        ]
    )
    vectors = _reduced(alone, weights > 0)
    unfinished = path.with_suffix(".part.npz")
    np.savez(
        unfinished,
        name=np.array(f"{embedder.name}-{embedder.revision}"),
        vectors=vectors.astype(np.float16),
        weights=weights,
        ends=np.array([word in ENDS for word in words]),
    )
    unfinished.replace(path)


def _weights(words: tuple[str, ...]) -> NDArray[np.float32]:
    """Return what each token tells, from 0 for marks towards 1 for the rarest."""
    ranks = np.maximum(np.arange(len(words)) - FIRST_WORD, 1)
    shares = 1 / (ranks + 2.0)  # Zipf
    shares /= shares.sum()
    weights = COMMON / (COMMON + shares)
    stops = STOP_WORDS["en"]
    weights *= [STOP_WORD_SHARE if word in stops else 1.0 for word in words]
    weights *= [
        any(map(str.isalnum, word)) and not (word.startswith("[") and len(word) > 1) for word in words
    ]
    told: NDArray[np.float32] = weights.astype(np.float32)
    return told


def _reduced(vectors: NDArray[np.float32], telling: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the principal components of what tells something, at unit length."""
    centred = vectors - vectors[telling].mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(centred[telling].T))
    kept = centred @ axes[:, ::-1][:, :KEPT_DIMENSIONS]
    unit: NDArray[np.float64] = kept / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), 1e-9)
    return unit


def main(arguments: list[str]) -> int:
    """Write the default model's table beside its graphs, and print where."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m documents.embedding.alone DIR\n")
        return 2
    folder = ALL_MINILM_L6_V2.runtime_dir(Path(arguments[0]))
    path = folder / TABLE
    runtime = OpenVinoEmbedder if has_bfloat16() else OnnxEmbedder
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    distil(runtime(ALL_MINILM_L6_V2, Path(arguments[0])), tokenizer, path)
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
