"""Let other libraries search the same chunks with the same vectors, in an environment of their own."""

import json
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.environments import make_environment
from tests.bench.measures import figures
from tests.bench.ways import Searcher

WORKER = Path(__file__).with_name("rival_search.py")


def measure_rivals(searcher: Searcher) -> dict[str, dict[str, float]]:
    """Return the measures of each library on one set."""
    corpus = searcher.corpus
    with tempfile.TemporaryDirectory(prefix="raglan-rivals-") as folder:
        files = {"text_vectors": searcher.passages, "question_vectors": searcher.question_vectors}
        task: dict[str, Any] = {"texts": corpus.chunks, "questions": list(corpus.questions.values())}
        for name, vectors in files.items():
            task[name] = str(Path(folder) / f"{name}.npy")
            np.save(task[name], vectors)
        told = json.loads(_run(json.dumps(task)))
    measured = {}
    for library, answer in told.items():
        rankings = {
            question: searcher.owners({key: float(-rank) for rank, key in enumerate(found)})
            for question, found in zip(corpus.questions, answer["found"], strict=True)
        }
        measured[library] = figures(corpus.judgements, rankings, answer["milliseconds"])
    return measured


def _run(task: str) -> str:
    """Return what the worker says, which has nothing to fetch."""
    done = subprocess.run(
        [str(_python()), str(WORKER)],
        input=task,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={
            "PATH": os.environ["PATH"],
            "HF_HUB_OFFLINE": "1",
            "HAYSTACK_TELEMETRY_ENABLED": "False",
            "OMP_NUM_THREADS": "1",
        },
    )
    return done.stdout


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a folder that goes with this process."""
    return tempfile.TemporaryDirectory(prefix="raglan-rivals-")


def _python() -> Path:
    return make_environment(Path(os.environ.get("RIVALS_ENV") or _folder().name))
