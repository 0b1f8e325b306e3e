"""Measure how many questions a second are embedded, asked by many at once: python -m tests.bench.questions [SECONDS].

By the product's embedder in each asker's thread, and by the stock library: encode([one]), one after another. Both on
one thread of computing, in turns; each keeps its best turn.
"""

import json
import os
import sys
import threading
import time
from itertools import count, cycle, islice

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from documents.embedding.create import create_query_embedder
from documents.embedding.gathering import GatheringEmbedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from project.embedded.models import models_dir
from tests.bench.corpora import leave_without_data, load

ASKERS = (1, 8, 64)
TURNS = 3
IDLE = 200


def throughput(embedder: GatheringEmbedder, questions: list[str], askers: int, seconds: float) -> float:
    """Return how many questions a second so many askers get embedded, each asking again when answered."""
    ends, numbers, answered = time.perf_counter() + seconds, count(), [0] * askers

    def ask(asker: int) -> None:
        while time.perf_counter() < ends:
            embedder.embed_query(questions[next(numbers) % len(questions)])
            answered[asker] += 1

    threads = [threading.Thread(target=ask, args=(asker,)) for asker in range(askers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / (time.perf_counter() - begun)


def stock_throughput(model: SentenceTransformer, questions: list[str], seconds: float) -> float:
    """Return how many questions a second the stock library embeds, one at a time."""
    begun, done = time.perf_counter(), 0
    for question in cycle(questions):
        model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        done += 1
        if time.perf_counter() - begun > seconds:
            break
    return done / (time.perf_counter() - begun)


def idle_ms(embedder: GatheringEmbedder, questions: list[str]) -> float:
    """Return the median time of a question that comes alone."""
    times = []
    for question in islice(cycle(questions), IDLE):
        begun = time.perf_counter()
        embedder.embed_query(question)
        times.append(time.perf_counter() - begun)
    return round(1000 * float(np.median(times)), 2)


def main(seconds: float) -> None:
    """Print the figures as JSON."""
    torch.set_num_threads(1)
    questions = list(load("scifact", models_dir()).questions.values())
    embedder = GatheringEmbedder(create_query_embedder(ALL_MINILM_L6_V2, models_dir()))
    stock = SentenceTransformer(str(ALL_MINILM_L6_V2.weights_dir()), device="cpu", local_files_only=True)
    best = dict.fromkeys(("stock", *ASKERS), 0.0)
    for _ in range(TURNS):
        best["stock"] = max(best["stock"], stock_throughput(stock, questions, seconds))
        for askers in ASKERS:
            best[askers] = max(best[askers], throughput(embedder, questions, askers, seconds))
    report = {
        "stock_one_at_a_time_per_second": round(best["stock"], 1),
        "idle_p50_ms": idle_ms(embedder, questions),
        "askers": {
            str(askers): {
                "per_second": round(best[askers], 1),
                "times_stock": round(best[askers] / best["stock"], 1),
            }
            for askers in ASKERS
        },
    }
    print(json.dumps({"bench": "questions", "load": os.getloadavg()[0], **report}, indent=2))


if __name__ == "__main__":
    leave_without_data("questions")
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 4.0)
