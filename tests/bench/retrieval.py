"""Measure how well passages are found over every judged set: python -m tests.bench.retrieval [SET…].

Texts are split and embedded as the product does it; a text is as good as its best chunk. BM25, dense, RRF and our
fusion search the same chunks in memory; `--product` searches through PostgreSQL as people do, `--rivals` by bm25s,
sentence-transformers and Haystack in an environment of their own (RIVALS_ENV names one that is kept), and `--ranker`
takes another ranker than the shipped one, as `module:name`. Every way gives its best hundred chunks. JSON goes to
standard output, one Markdown table of all sets, ways and measures to standard error; times are net of embedding.
"""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module

from documents.embedding.alone import TABLE
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import TOKENIZER
from documents.ranking.light import LightRanker, shipped
from documents.ranking.ranker import Ranker, RankerDown
from documents.ranking.tokens import load_tokens
from project.embedded.models import models_dir
from tests.bench.corpora import SETS, embedded, leave_without_data, load
from tests.bench.lexical_index import LexicalIndex
from tests.bench.measures import figures
from tests.bench.ways import Found, Searcher

# How the table calls each way, in its order.
WAYS = {
    "bm25": "BM25",
    "dense": "dense",
    "rrf": "RRF, k 60",
    "fused": "fused",
    "fused and ranked": "fused and ranked",
    "product": "through PostgreSQL",
    "bm25s": "bm25s",
    "sentence-transformers": "dense by sentence-transformers",
    "haystack": "Haystack, hybrid",
}
MEASURES = {"ndcg@10": "nDCG@10", "recall@10": "recall@10", "recall@100": "recall@100", "mrr@10": "MRR@10"}
Figures = dict[str, dict[str, float]]
Way = Callable[[str], Found]


def measure(searcher: Searcher, ranker: Ranker | None) -> Figures:
    """Return the measures of each way to search a set in memory."""
    ways: dict[str, Way] = {
        "bm25": searcher.bm25,
        "dense": searcher.dense,
        "rrf": searcher.rrf,
        "fused": searcher.fused,
        "fused, repeats behind": searcher.varied,
    }
    if ranker:
        ways["fused and ranked"] = partial(searcher.ranked, ranker=ranker)
    return {name: measure_way(searcher, way) for name, way in ways.items()}


def measure_way(searcher: Searcher, way: Way) -> dict[str, float]:
    """Return the measures of one way, and what a question takes net of its embedding."""
    rankings, milliseconds = {}, []
    for question in searcher.corpus.questions:
        begun = time.perf_counter()
        found = way(question)
        milliseconds.append(1000 * (time.perf_counter() - begun))
        rankings[question] = searcher.owners(found)
    return figures(searcher.corpus.judgements, rankings, milliseconds)


def table(sets: Mapping[str, Figures]) -> str:
    """Return all measures of all sets and ways as Markdown, the best of each set in bold."""
    lines = [
        f"| set | way | {' | '.join(MEASURES.values())} | p50 / p95 ms |",
        "|---" * (len(MEASURES) + 3) + "|",
    ]
    for name, found in sets.items():
        most = {measure: max(one[measure] for one in found.values()) for measure in MEASURES}
        for way in (way for way in WAYS if way in found):
            cells = [_cell(found[way][measure], most[measure]) for measure in MEASURES]
            times = f"{found[way]['p50_ms']:.1f} / {found[way]['p95_ms']:.1f}"
            lines.append(f"| {name} | {WAYS[way]} | {' | '.join(cells)} | {times} |")
    return "\n".join(lines)


def _cell(value: float, most: float) -> str:
    shown = f"{value:.3f}".removeprefix("0")
    return f"**{shown}**" if value == most else shown


def shipped_ranker() -> Ranker | None:
    """Return the ranker that comes with the project, where it and the vectors of its tokens are here."""
    table = ALL_MINILM_L6_V2.runtime_dir(models_dir()) / TABLE
    try:
        return LightRanker(shipped(), load_tokens(table, table.with_name(TOKENIZER)))
    except RankerDown as down:
        print(f"not ranked: {down}", file=sys.stderr)
        return None


def _ranker(named: str | None) -> Ranker | None:
    if named is None:
        return shipped_ranker()
    module, name = named.split(":")
    made: Ranker = getattr(import_module(module), name)()
    return made


def main(arguments: Sequence[str]) -> None:
    """Print the measures of all sets, or of those named."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--product", action="store_true")
    parser.add_argument("--rivals", action="store_true")
    parser.add_argument("--ranker")
    given = parser.parse_args(arguments)
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, models_dir())
    ranker, measured = _ranker(given.ranker), dict[str, Figures]()
    searchers: dict[str, Searcher] = {}
    for name in given.sets or SETS:
        corpus = load(name, models_dir())
        index = LexicalIndex(corpus.chunks, corpus.languages)
        searchers[name] = Searcher(corpus, index, *embedded(corpus, embedder))
        measured[name] = measure(searchers[name], ranker)
    if given.product:
        from tests.bench.product import measure_product

        for name, found in measure_product(list(searchers)).items():
            measured[name]["product"] = found
    if given.rivals:
        _add_rivals(searchers, measured)
    about = {"embedder": f"{embedder.name} {embedder.precision}", "load": round(os.getloadavg()[0], 1)}
    print(json.dumps({**about, "sets": measured}, indent=2))
    print(table(measured), file=sys.stderr)


def _add_rivals(searchers: Mapping[str, Searcher], measured: dict[str, Figures]) -> None:
    """Add what other libraries find; without their packages, which are fetched, the table has no rows of theirs."""
    from tests.bench.search_rivals import measure_rivals

    try:
        for name, searcher in searchers.items():
            measured[name] |= measure_rivals(searcher)
    except subprocess.CalledProcessError as failed:
        print(f"other libraries are left out: {failed}", file=sys.stderr)


if __name__ == "__main__":
    leave_without_data("retrieval")
    main(sys.argv[1:])
