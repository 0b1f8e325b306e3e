"""Measure embedding on a CUDA device, in one run: python -m tests.bench.device [CHUNKS].

The ways take turns on the same chunks; each keeps its median. Full precision on the device is what half is held to.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from documents.embedding.cuda import SentenceTransformersEmbedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.types import Vectors
from tests.bench.corpora import DATA, leave_without_data

TURNS, WARMING, COMPARED = 3, 512, 2_000
CHARACTERS = 800
BATCH_SIZES = (32, 64, 128, 256, 512)
Encode = Callable[[list[str]], Vectors]


def main(chunks: int) -> None:
    """Print rates and the nearness to full precision, as JSON."""
    texts = passages(chunks)
    half, full = SentenceTransformersEmbedder(ALL_MINILM_L6_V2), full_precision()
    ways: dict[str, Encode] = {f"fp16, batch {size}": in_batches(half, size) for size in BATCH_SIZES}
    ways["fp32, batch 32"] = full
    ways["tokenising alone"] = lambda texts: half._model.tokenizer(texts, truncation=True)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for encode in ways.values():
        encode(texts[:WARMING])
    for _ in range(TURNS):
        for name, encode in ways.items():
            begun = time.perf_counter()
            encode(texts)
            torch.cuda.synchronize()
            seconds[name].append(time.perf_counter() - begun)
    nearness = np.sum(half.embed_passages(texts[:COMPARED]) * full(texts[:COMPARED]), axis=1)
    rates = {name: round(chunks / statistics.median(times)) for name, times in seconds.items()}
    cosine = {"mean": round(float(nearness.mean()), 6), "min": round(float(nearness.min()), 6)}
    figures = {"device": torch.cuda.get_device_name(), "chunks": chunks, "chunks_per_second": rates}
    print(json.dumps({"bench": "device", **figures, "cosine_to_fp32": cosine}, indent=2))


def passages(count: int) -> list[str]:
    """Return pieces of documents, about as long as chunks are."""
    rows = (DATA / "raydocs" / "corpus.jsonl").read_text().splitlines()
    texts = [text for row in rows if (text := json.loads(row)["text"].strip())]
    return [text[:CHARACTERS] for text in islice(cycle(texts), count)]


def full_precision() -> Encode:
    """Return sentence-transformers on the device, as it is without us."""
    bare = SentenceTransformer(
        str(ALL_MINILM_L6_V2.weights_dir()),
        device="cuda",
        local_files_only=True,
        model_kwargs={"dtype": torch.float32},
    )
    bare.max_seq_length = ALL_MINILM_L6_V2.max_tokens
    return lambda texts: bare.encode(texts, normalize_embeddings=True, show_progress_bar=False)


def in_batches(embedder: SentenceTransformersEmbedder, size: int) -> Encode:
    """Return the embedder at a batch size."""

    def encode(texts: list[str]) -> Vectors:
        embedder.batch_size = size
        return embedder.embed_passages(texts)

    return encode


if __name__ == "__main__":
    leave_without_data("device")
    if not torch.cuda.is_available():
        print(json.dumps({"bench": "device", "skipped": "no CUDA device"}))
        sys.exit(0)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8_000)
