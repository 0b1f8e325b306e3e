"""Compute on Ray Data, from the cores of one machine to a cluster: the same core, in Ray's processes.

Each machine needs what a worker needs: this code, its environment and the models. Only the process that builds speaks
to the database; texts, chunks and vectors travel through Ray's object store.
"""

import os
import pickle
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from django.conf import settings

from documents.context import passage_embedder
from documents.embedding.types import Vectors
from documents.indexing.engines import LOCAL, RayMissing, Text
from documents.indexing.settings import Splitting
from documents.search.corpus import NewChunk

# Of a cluster's address (`ray://head:10001`, `auto`); without one Ray starts on this machine.
ADDRESS_VARIABLE = "RAY_ADDRESS"
BLOCK_VERSIONS, BLOCK_CHUNKS = 64, 256
# How many texts are cut at once follows from how many passages they usually come to.
PASSAGES_OF_A_VERSION = 10


class RayEngine:
    """Cut and embed in Ray's processes."""

    def __init__(self) -> None:
        """Take as many at once as the settings say: they are done for good when they are written together."""
        self.chunks = settings.RAY_WINDOW_PASSAGES
        self.versions = max(1, self.chunks // PASSAGES_OF_A_VERSION)

    def cut(self, texts: Sequence[Text], splitting: Splitting) -> list[NewChunk]:
        """Cut blocks of texts side by side; a block that is lost with its machine is cut again."""
        if not texts:
            return []
        rows = [{"place": place, "text": pickle.dumps(text)} for place, text in enumerate(texts)]
        cut = _dataset(rows, BLOCK_VERSIONS).map_batches(
            _cut_block, batch_size=BLOCK_VERSIONS, fn_args=(splitting,), batch_format="numpy"
        )
        return [chunk for block in _in_order(cut.iter_rows()) for chunk in _taken(block["chunks"])]

    def embed(self, embedder: str, passages: Sequence[str]) -> Vectors:
        """Embed blocks of passages in processes that keep the model loaded, on GPUs where Ray has some."""
        if not passages:
            return np.zeros((0, 0), dtype=np.float32)
        rows = [{"place": place, "passage": passage} for place, passage in enumerate(passages)]
        ray = _ray()
        gpus = int(ray.cluster_resources().get("GPU", 0))
        workers = gpus or max(1, int(ray.cluster_resources()["CPU"]))
        embedded = _dataset(rows, BLOCK_CHUNKS).map_batches(
            _EmbedBlock,
            batch_size=BLOCK_CHUNKS,
            fn_constructor_args=(embedder,),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=workers),
            num_gpus=1 if gpus else None,
            batch_format="numpy",
        )
        return np.stack([row["vector"] for row in _in_order(embedded.iter_rows())]).astype(np.float32)


def _cut_block(block: dict[str, Any], splitting: Splitting) -> dict[str, Any]:
    cut = [LOCAL.cut([_taken(text)], splitting) for text in block["text"]]
    return {"place": block["place"], "chunks": [pickle.dumps(chunks) for chunks in cut]}


def _taken(packed: bytes) -> Any:
    return pickle.loads(packed)  # noqa: S301 - what this module has packed, out of Ray's own store


class _EmbedBlock:
    """Embed in a process of Ray that lives as long as the build."""

    def __init__(self, embedder: str) -> None:
        self._embedder = passage_embedder(embedder)

    def __call__(self, block: dict[str, Any]) -> dict[str, Any]:
        return {
            "place": block["place"],
            "vector": self._embedder.embed_passages([str(text) for text in block["passage"]]),
        }


def _dataset(rows: list[dict[str, Any]], block: int) -> Any:
    return _ray().data.from_items(rows, override_num_blocks=max(1, len(rows) // block))


def _in_order(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows in the order in which they were given: blocks come back as they are done."""
    return sorted(rows, key=lambda row: int(row["place"]))


@cache
def _ray() -> Any:
    """Return Ray, joined to the cluster or started here; raise RayMissing."""
    try:
        import ray
        import ray.data
    except ImportError as missing:
        raise RayMissing from missing
    ray.init(
        address=os.environ.get(ADDRESS_VARIABLE),
        runtime_env={
            "env_vars": {"PYTHONPATH": str(settings.BASE_DIR)},
            "worker_process_setup_hook": "documents.indexing.ray_setup.set_up",
        },
        include_dashboard=False,
        log_to_driver=False,
        configure_logging=False,
        ignore_reinit_error=True,
    )
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    return ray
