"""Give the tests of documents what they measure with."""

import pytest
from tokenizers import Tokenizer

from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from project.embedded.models import models_dir
from tests import needs


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """Return the tokenizer by which chunks are measured."""
    return needs.loaded(lambda: counting_tokenizer(ALL_MINILM_L6_V2, models_dir()))
