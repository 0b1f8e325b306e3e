"""Measure what a model reads with and without what stands around passages; prints JSON.

`python -m tests.evals.surroundings [--sets NAME…] [--passage-tokens N…]`: for the answerable questions of a set, the
share of the reference's terms that the prompt holds, its tokens as estimated, and the time to place and embed it.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from pathlib import Path

from chat.answering.alignment import Aligner
from chat.answering.prompt import fill
from chat.answering.types import AnswerSettings, Embedder
from chat.answering.words import share, terms
from chat.llm.registry import model_entry
from chat.llm.tokens import estimate_tokens
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from project.embedded.models import models_dir
from tests.evals.answers import PASSAGES
from tests.evals.answers_corpus import Asked, MemoryIndex, Sections
from tests.evals.generated import SETS

Read = tuple[float, int, int, float]


async def read(
    asked: Asked, index: MemoryIndex, around: Sections, embedder: Embedder, most_tokens: int
) -> Read:
    """Give the share of the reference that one prompt holds, its tokens, its contexts, and the milliseconds."""
    found = index.search(asked.text, PASSAGES).passages
    near = await around([passage.chunk_id for passage in found])
    prompt = fill(
        question=asked.text,
        passages=found,
        history=(),
        model=model_entry("generic"),
        count=estimate_tokens,
        around=near,
        most_tokens=most_tokens,
    )
    held = frozenset(terms(prompt.messages[-1].content))
    begun = time.perf_counter()
    passages = [context.read for context in prompt.contexts]
    Aligner(embedder, passages, question=asked.text, threshold=AnswerSettings.support_threshold)
    aligned_ms = (time.perf_counter() - begun) * 1000
    return (
        share(frozenset(terms(asked.reference or "")), held),
        prompt.tokens,
        len(prompt.contexts),
        aligned_ms,
    )


async def main() -> None:
    """Measure the sets that were asked for, with each bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--passage-tokens", nargs="*", type=int, default=[0, AnswerSettings.passage_tokens])
    given = parser.parse_args()
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir(), 1)
    for name in given.sets:
        questions = SETS[name]()
        cache = given.cache / f"{name}-0.pickle" if given.cache else None
        index, around = MemoryIndex(questions.passages, embedder, cache), Sections(questions.passages)
        asked = [one for one in questions.questions if one.is_answerable and one.reference]
        for most in given.passage_tokens:
            reads = [await read(one, index, around, embedder, most) for one in asked]
            shares, tokens, contexts, aligned_ms = zip(*reads, strict=True)
            figures = {
                "questions": len(reads),
                "reference_terms": round(statistics.mean(shares), 3),
                "prompt_tokens": round(statistics.mean(tokens)),
                "contexts": round(statistics.mean(contexts), 1),
                "aligner_ms_p50": round(statistics.median(aligned_ms), 1),
            }
            sys.stdout.write(json.dumps({name: {str(most): figures}}) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
