"""A model whose files are broken is named as such."""

from pathlib import Path

import pytest

from documents.embedding import cpu
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import EMBEDDER_DOWN


def test_a_graph_that_is_none_is_an_embedder_that_is_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu, "encoding_tokenizer", lambda *_: None)
    graph = ALL_MINILM_L6_V2.runtime_dir(tmp_path) / cpu.INT8_GRAPH
    graph.parent.mkdir()
    graph.write_bytes(b"no graph")
    with pytest.raises(EMBEDDER_DOWN, match="cannot be run"):
        cpu.OnnxEmbedder(ALL_MINILM_L6_V2, tmp_path)
