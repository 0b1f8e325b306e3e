"""Measure the embedders' chunks per second on one thread, in one run: python -m tests.bench.embedding [CHUNKS].

The runtimes take turns on the same chunks, so that a busy neighbour slows all of them; each keeps its best turn.
"""

import json
import os
import sys
import time
from collections.abc import Callable

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from documents.embedding.cpu import OnnxEmbedder, OpenVinoEmbedder
from documents.embedding.cuda import SentenceTransformersEmbedder, has_cuda
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Vectors
from project.embedded.models import models_dir
from tests.bench.corpora import leave_without_data, load

TURNS = 3
QUESTIONS = 100
Encode = Callable[[list[str]], Vectors]


def main(chunks: int) -> None:
    """Print rates, the median of a question and the nearness to full precision, as JSON."""
    torch.set_num_threads(1)
    corpus = load("raydocs", models_dir())
    texts = list(corpus.chunks[:: max(1, len(corpus.chunks) // chunks)])[:chunks]
    encoders = runtimes()
    best = dict.fromkeys(encoders, 0.0)
    vectors: dict[str, Vectors] = {}
    for _ in range(TURNS):
        for name, encode in encoders.items():
            started = time.perf_counter()
            vectors[name] = encode(texts)
            best[name] = max(best[name], len(texts) / (time.perf_counter() - started))
    reference = vectors["sentence-transformers fp32, batch 32"]
    report = {
        name: {
            "chunks_per_second": round(best[name], 1),
            "cosine_mean": round(float(np.mean(np.sum(vectors[name] * reference, axis=1))), 5),
            "cosine_min": round(float(np.min(np.sum(vectors[name] * reference, axis=1))), 5),
            "question_ms": round(question_ms(encode, list(corpus.questions.values())[:QUESTIONS]), 2),
        }
        for name, encode in encoders.items()
    }
    print(json.dumps({"chunks": len(texts), "load": os.getloadavg()[0], "runtimes": report}, indent=2))


def runtimes() -> dict[str, Encode]:
    """Return what is compared."""
    bare = SentenceTransformer(str(ALL_MINILM_L6_V2.weights_dir()), device="cpu", local_files_only=True)
    bare.max_seq_length = ALL_MINILM_L6_V2.max_tokens
    found: dict[str, Encode] = {
        f"sentence-transformers fp32, batch {size}": lambda texts, size=size: bare.encode(  # type: ignore[misc]
            texts, batch_size=size, normalize_embeddings=True, show_progress_bar=False
        )
        for size in (32, 8)
    }
    found["onnxruntime int8"] = OnnxEmbedder(ALL_MINILM_L6_V2, models_dir()).embed_passages
    found["openvino bf16"] = OpenVinoEmbedder(ALL_MINILM_L6_V2, models_dir()).embed_passages
    if has_cuda():
        found["sentence-transformers fp16, cuda"] = SentenceTransformersEmbedder(
            ALL_MINILM_L6_V2
        ).embed_passages
    return found


def question_ms(encode: Encode, questions: list[str]) -> float:
    """Return the median time of one question."""
    times = []
    for question in questions:
        started = time.perf_counter()
        encode([question])
        times.append(time.perf_counter() - started)
    return float(np.median(times)) * 1000


if __name__ == "__main__":
    leave_without_data("embedding")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
