"""Load what answers are read with."""

import pytest

from chat.answering.types import Embedder
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from project.embedded.models import models_dir
from tests import needs


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """Load the embedding model of the CPU workers."""
    return needs.loaded(lambda: create_cpu_embedder(ALL_MINILM_L6_V2, models_dir()))
