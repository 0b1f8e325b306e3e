"""Vectors of a few words, of which "leave" and "holiday" are near."""

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

from documents.ranking.features import FEATURES
from documents.ranking.light import Learned
from documents.ranking.tokens import TokenVectors, load_tokens

WORDS = ("[UNK]", ".", "leave", "holiday", "parental", "weeks", "twelve", "car", "park", "the", "is", "of")
NAME = "tiny-1"
BY_COVERAGE = Learned(
    name="own-1", weights=tuple(float(name == "coverage") for name in FEATURES), tokens=NAME
)
RECORD = {
    "name": "own-1",
    "weights": {name: float(name == "coverage") for name in FEATURES},
    "tokens": NAME,
    "languages": ["en"],
    "is_on": True,
}


def tiny_tokens(folder: Path) -> TokenVectors:
    """Write a table and its tokenizer, and read them."""
    vectors = np.eye(len(WORDS), 16)
    vectors[3] = vectors[2] * 0.8 + vectors[3] * 0.6
    weights = np.array([0.0, 0.0, *[1.0] * 7, 0.1, 0.1, 0.1])
    ends = np.array([word == "." for word in WORDS])
    np.savez(folder / "tokens.npz", name=NAME, vectors=vectors, weights=weights, ends=ends)
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    return load_tokens(folder / "tokens.npz", folder / "tokenizer.json")
