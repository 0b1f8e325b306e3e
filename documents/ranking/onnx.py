"""Rank by a cross-encoder that was exported to ONNX, on the CPU."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    RuntimeException,
)
from tokenizers import Encoding, Tokenizer

from documents.ranking.ranker import RankerDown
from documents.ranking.texts import shown_text, token_limit
from documents.types import Passage

GRAPH, TOKENIZER = "model.onnx", "tokenizer.json"
BATCH = 8
RUNTIME_ERRORS = (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile, RuntimeException)


class OnnxRanker:
    """Run a folder's `model.onnx`, which takes pairs of texts and gives a logit for each."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Load both files; raise RankerDown."""
        try:
            self._tokenizer = _tokenizer(folder / TOKENIZER)
            max_tokens = token_limit(folder)
            content = (folder / GRAPH).read_bytes()
            self._session = onnxruntime.InferenceSession(
                content, _options(threads), providers=["CPUExecutionProvider"]
            )
        except (OSError, ValueError, *RUNTIME_ERRORS) as wrong:
            raise RankerDown(f"The ranker in {folder} cannot be loaded: {wrong}") from wrong
        self.name = f"{folder.name}-{hashlib.sha256(content).hexdigest()[:12]}"
        self._inputs = frozenset(one.name for one in self._session.get_inputs())
        self._tokenizer.no_padding()
        # The longer of both is cut: mostly the passage, of a question only what is more than half.
        self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return the logits of the pairs, like lengths together; raise RankerDown."""
        scores = np.zeros(len(passages))
        try:
            pairs = self._tokenizer.encode_batch([(question, shown_text(passage)) for passage in passages])
            order = sorted(range(len(pairs)), key=lambda position: len(pairs[position]))
            for first in range(0, len(order), BATCH):
                places = order[first : first + BATCH]
                scores[places] = self._logits([pairs[place] for place in places])
        except (ValueError, *RUNTIME_ERRORS) as broken:
            raise RankerDown(f"{self.name} cannot be run: {broken}") from broken
        ranked: list[float] = scores.tolist()
        return ranked

    def _logits(self, pairs: Sequence[Encoding]) -> NDArray[np.float64]:
        width = max(len(pair) for pair in pairs)
        laid = {name: np.zeros((len(pairs), width), dtype=np.int64) for name in _ATTRIBUTES}
        for row, pair in enumerate(pairs):
            for name, attribute in _ATTRIBUTES.items():
                laid[name][row, : len(pair)] = getattr(pair, attribute)
        given = {name: values for name, values in laid.items() if name in self._inputs}
        logits: NDArray[np.float64] = np.asarray(self._session.run(None, given)[0], dtype=np.float64)
        # One logit, or the last of several classes: that of the most relevant.
        return logits.reshape(len(pairs), -1)[:, -1]


_ATTRIBUTES = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return options


def _tokenizer(path: Path) -> Tokenizer:
    content = path.read_text()
    # The library raises exceptions of no kind of their own.
    if not {"model", "version"} <= set(json.loads(content)):
        raise ValueError(f"{path} is no tokenizer")
    tokenizer: Tokenizer = Tokenizer.from_str(content)
    return tokenizer
