"""Serve the embedded language model with llama.cpp: `python -m project.embedded.llm --port 8081`."""

import argparse
import os
import signal
from pathlib import Path

import xllamacpp

from project.embedded.installation import HOST
from project.embedded.models import models_dir
from project.embedded.weights import requantise

SLOTS = 4
CONTEXT_TOKENS = 8192  # the most that SmolLM2 was trained for
PROMPT_CACHE_MIB = 256


def parameters(weights: Path, port: int, threads: int) -> xllamacpp.CommonParams:
    """Return the server's settings: batching over slots, figures, and no thread that spins."""
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.model_alias = {"smollm2-135m"}
    params.hostnames, params.port = [HOST], port
    params.n_parallel, params.n_ctx, params.kv_unified = SLOTS, CONTEXT_TOKENS, True
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.endpoint_metrics = params.endpoint_slots = True
    params.n_threads_http = SLOTS + 2
    for pool in (params.cpuparams, params.cpuparams_batch):
        pool.n_threads, pool.poll = threads, 0
    return params


def main() -> None:
    """Serve until a signal ends the process."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--models", type=Path, default=None)
    arguments.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    given = arguments.parse_args()
    models = given.models or models_dir()
    weights = requantise(models)
    server = xllamacpp.Server(parameters(weights, given.port, given.threads))
    print(f"serving {weights.name} at {server.listening_address}", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    main()
