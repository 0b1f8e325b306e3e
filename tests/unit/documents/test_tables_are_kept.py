"""A small table stays in one piece, with its heads."""

import pytest
from tokenizers import Tokenizer

from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from documents.ingest.split import split
from documents.ingest.types import Extracted, SplitterSettings
from project.embedded.models import models_dir
from tests import needs

TABLE = "Length of service | Full pay\nLess than a year | none\n1 to 5 years | 8 weeks\nMore than 5 years | 13 weeks"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Return the tokenizer by which chunks are measured."""
    return needs.loaded(lambda: counting_tokenizer(ALL_MINILM_L6_V2, models_dir()))


@pytest.mark.parametrize("sentences", range(4, 14))
def test_no_piece_ends_within_a_table(tokenizer: Tokenizer, sentences: int) -> None:
    before = "Sick pay depends on how long you have been here. " * sentences
    text = f"{before.rstrip()}\n{TABLE}\nThe weeks are counted over twelve months."
    chunks = split(Extracted(text=text), SplitterSettings(max_tokens=120), tokenizer)
    assert [chunk for chunk in chunks if TABLE in chunk.text]
    assert all(text[chunk.start : chunk.end] == chunk.text for chunk in chunks)
