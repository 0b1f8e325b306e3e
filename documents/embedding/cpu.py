"""Embed on the CPU with an exported graph: OpenVINO in bfloat16 if the processor can, else int8 by ONNX."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    RuntimeException,
)

from documents.embedding.base import EntryEmbedder
from documents.embedding.registry import EmbedderEntry
from documents.embedding.tokens import Ids, batches_by_length, encoding_tokenizer, padded
from documents.embedding.types import Vectors

KEPT_PLANS = 16
FLOAT_GRAPH = "model.onnx"
INT8_GRAPH = "model-int8.onnx"


class GraphEmbedder(EntryEmbedder, ABC):
    """Tokenise, sort by length, run the graph, which pools and normalises by itself."""

    precision: str
    batch_size: int

    def __init__(self, entry: EmbedderEntry, models_dir: Path) -> None:
        """Load the tokenizer."""
        super().__init__(entry)
        self._tokenizer = encoding_tokenizer(entry, models_dir)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`."""
        return self._embed([self._entry.passage_prefix + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return (dimensions,) float32 of unit length; safe in a thread."""
        vectors = self._infer(*padded([self._tokenizer.encode(self._entry.query_prefix + text)]))
        return np.array(vectors[0], dtype=np.float32)

    def embed_alone(self, tokens: Sequence[int]) -> Vectors:
        """Return (n, dimensions) float32 of unit length: each token between the marks that stand around a text."""
        around = self._tokenizer.encode("").ids
        ids = np.array([[around[0], token, around[-1]] for token in tokens], dtype=np.int64)
        return np.array(self._infer(ids, np.ones_like(ids)), dtype=np.float32)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 of unit length, in the order of `texts`; safe in a thread."""
        return self._embed([self._entry.query_prefix + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch_fast(texts)
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for positions, ids, mask in batches_by_length(encodings, self.batch_size):
            vectors[positions] = self._infer(ids, mask)
        return vectors

    @abstractmethod
    def _infer(self, ids: Ids, mask: Ids) -> Vectors: ...


class OpenVinoEmbedder(GraphEmbedder):
    """Run the float graph in bfloat16."""

    precision = "bf16"
    batch_size = 16

    def __init__(self, entry: EmbedderEntry, models_dir: Path, threads: int = 1) -> None:
        """Compile the graph; takes half a second."""
        super().__init__(entry, models_dir)
        # Imported only here: the web process embeds questions without it.
        import openvino

        settings = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            "ENABLE_CPU_PINNING": False,
            # Each shape of a batch is planned, and plans are kept; by default so many that memory grows for hours.
            "CPU_RUNTIME_CACHE_CAPACITY": KEPT_PLANS,
        }
        self._model = openvino.Core().compile_model(entry.exported(models_dir, FLOAT_GRAPH), "CPU", settings)
        self._requests = threading.local()

    def _infer(self, ids: Ids, mask: Ids) -> Vectors:
        # A request belongs to one thread at a time.
        if not hasattr(self._requests, "own"):
            self._requests.own = self._model.create_infer_request()
        vectors: Vectors = self._requests.own.infer({"input_ids": ids, "attention_mask": mask})[0]
        return vectors


class OnnxEmbedder(GraphEmbedder):
    """Run the int8 graph: matrix products in integers, per channel."""

    precision = "int8"
    batch_size = 8

    def __init__(self, entry: EmbedderEntry, models_dir: Path, threads: int = 1) -> None:
        """Load the graph."""
        super().__init__(entry, models_dir)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        graph = entry.exported(models_dir, INT8_GRAPH)
        with _named():
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def _infer(self, ids: Ids, mask: Ids) -> Vectors:
        with _named():
            vectors: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return vectors


@contextmanager
def _named() -> Iterator[None]:
    """Raise as RuntimeError what the runtime raises as kinds of its own, which are no errors of the system's."""
    try:
        yield
    except (Fail, InvalidGraph, InvalidProtobuf, NoSuchFile, RuntimeException) as failure:
        raise RuntimeError(f"The embedding model cannot be run: {failure}") from failure


def has_bfloat16() -> bool:
    """Say whether the processor computes in bfloat16: without it OpenVINO is slower than int8."""
    import openvino

    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
