"""Measure splitting against others over the open sets: python -m tests.bench.splitting [SET…].

CPU seconds of all threads, so that a splitter that tokenises on every core is not taken for a fast one. Others are
measured where they are installed: semantic-text-splitter, and langchain-text-splitters with our tokenizer's count.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tokenizers import Tokenizer

from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import counting_tokenizer
from documents.ingest.split import split
from documents.ingest.types import Extracted, SplitterSettings
from project.embedded.models import models_dir
from tests.bench.corpora import DATA, SETS, leave_without_data

USUAL = ("scifact", "sourcegraph-handbook", "northwind")
Splitter = Callable[[str], Sequence[str]]


def texts_of(name: str) -> list[str]:
    """Return the texts of a set."""
    path = DATA / SETS[name][0] / "corpus.jsonl"
    return [json.loads(line)["text"] for line in path.read_text().split("\n") if line]


def ours(tokenizer: Tokenizer) -> Splitter:
    """Return our own splitter."""
    settings = SplitterSettings()
    return lambda text: [
        chunk.text for chunk in split(Extracted(text=text, language="en"), settings, tokenizer)
    ]


def semantic(tokenizer: Tokenizer) -> Splitter:
    """Return the one in Rust that we used before."""
    splitter: Any = import_module("semantic_text_splitter").TextSplitter
    made = splitter.from_huggingface_tokenizer(tokenizer, SplitterSettings().max_tokens)
    return made.chunks  # type: ignore[no-any-return]


def langchain(tokenizer: Tokenizer) -> Splitter:
    """Return LangChain's recursive one, counting by the same tokenizer."""
    made: Any = import_module("langchain_text_splitters").RecursiveCharacterTextSplitter(
        chunk_size=SplitterSettings().max_tokens,
        chunk_overlap=0,
        length_function=lambda text: len(tokenizer.encode(text, add_special_tokens=False)),
    )
    return made.split_text  # type: ignore[no-any-return]


OTHERS = {"semantic_text_splitter": semantic, "langchain_text_splitters": langchain}


def measure(splitter: Splitter, texts: Sequence[str]) -> dict[str, float]:
    """Return the chunks and the milliseconds of CPU for each, from a cold start."""
    begun = time.process_time()
    chunks = sum(len(splitter(text)) for text in texts)
    seconds = time.process_time() - begun
    return {"chunks": chunks, "ms_cpu_per_chunk": round(1000 * seconds / chunks, 4)}


def main(names: Sequence[str]) -> None:
    """Print the measures of the sets as JSON."""
    tokenizer = counting_tokenizer(ALL_MINILM_L6_V2, models_dir())
    makers = {"raglan": ours, **{name: make for name, make in OTHERS.items() if find_spec(name)}}
    measured = {
        name: {maker: measure(make(tokenizer), texts_of(name)) for maker, make in makers.items()}
        for name in names
    }
    print(json.dumps({"bench": "splitting", "sets": measured}, indent=2))


if __name__ == "__main__":
    leave_without_data("splitting")
    main(sys.argv[1:] or USUAL)
