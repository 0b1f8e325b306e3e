"""Train the light ranker on open sets and ship it if it helps elsewhere: python -m workers.training.ranker [--off].

It is written only if, trained without a kind of sets, it is on none of that kind worse than the fused order beyond
noise, and surely better in the mean over all kinds. `--off` writes one that is not, which orders only where asked to.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from typing import Any

from documents.embedding.alone import TABLE
from documents.embedding.create import create_cpu_embedder
from documents.embedding.registry import ALL_MINILM_L6_V2
from documents.embedding.tokens import TOKENIZER
from documents.ranking.features import FEATURES
from documents.ranking.fitting import L2, STEPS, Case, Weights, fit
from documents.ranking.judging import RESAMPLES, SEED, Verdict, compare, compare_kinds, gains, standing
from documents.ranking.light import SHIPPED
from documents.ranking.tokens import TokenVectors, load_tokens
from workers.training.candidates import DEPTH, Library
from workers.training.sets import DATA, SETS, QuestionSet, questions

Cases = Mapping[str, Sequence[Case]]
ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("MODELS_DIR") or ROOT / ".raglan" / "models").resolve()


def described() -> dict[str, list[Case]]:
    """Return the judged questions of all sets by name, their candidates described."""
    embedder = create_cpu_embedder(ALL_MINILM_L6_V2, MODELS)
    library = cache(lambda folder: Library(folder, embedder, MODELS))
    return {
        one.name: [library(one.folder).case(one.name, asked, tokens()) for asked in questions(one, SEED)]
        for one in SETS
    }


@cache
def tokens() -> TokenVectors:
    """Return the vectors that passages are described with."""
    table = ALL_MINILM_L6_V2.runtime_dir(MODELS) / TABLE
    return load_tokens(table, table.with_name(TOKENIZER))


def taught_without(cases: Cases, kind: str) -> list[Case]:
    """Return what a ranker is trained on that is measured on another kind."""
    return [case for one in SETS if one.trains and one.kind != kind for case in cases[one.name]]


def elsewhere(cases: Cases) -> tuple[dict[str, Verdict], Verdict]:
    """Return for each kind of sets what a ranker does there that was trained on all others, and that in the mean."""
    measured = {}
    for kind in dict.fromkeys(one.kind for one in SETS):
        weights = fit(taught_without(cases, kind))
        asked = [case for one in SETS if one.kind == kind and one.measures for case in cases[one.name]]
        measured[kind] = (standing(asked), gains(asked, weights))
    return {kind: compare(*one) for kind, one in measured.items()}, compare_kinds(list(measured.values()))


def helps(verdicts: Mapping[str, Verdict], overall: Verdict) -> bool:
    """Say whether a ranker may be shipped: nowhere worse beyond noise, and better in the mean beyond it too."""
    return overall.low > 0 and not any(verdict.harms for verdict in verdicts.values())


def record(
    cases: Cases, verdicts: Mapping[str, Verdict], overall: Verdict, weights: Weights
) -> dict[str, Any]:
    """Return what is shipped: the weights, and how they came to be."""
    by_feature = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    digest = hashlib.sha256(json.dumps(by_feature).encode()).hexdigest()
    return {
        "name": f"light-{digest[:8]}",
        "is_on": helps(verdicts, overall),
        "weights": by_feature,
        "tokens": tokens().name,
        "languages": list(ALL_MINILM_L6_V2.languages),
        "training": {
            "form": "conditional logistic regression over the candidates of a question, no weight below 0",
            "l2": L2, "steps": STEPS, "candidates": DEPTH, "seed": SEED, "resamples": RESAMPLES,
            "versions": {"python": python_version(), "numpy": version("numpy"), "tokenizers": version("tokenizers")},
            "sets": [_set_shown(one, cases[one.name]) for one in SETS],
            "elsewhere": {kind: verdict.shown() for kind, verdict in verdicts.items()},
            "overall": overall.shown(),
            "compared": _compared(cases),
        },
    }  # fmt: skip


def _set_shown(one: QuestionSet, cases: Sequence[Case]) -> dict[str, Any]:
    return {"name": one.name, "licence": one.licence, "questions": len(cases), "trained_on": one.trains}


def _compared(cases: Cases) -> dict[str, Any]:
    """Return what gradient boosting does over the same features, where scikit-learn is installed."""
    if find_spec("sklearn") is None:
        return {}
    # Imported only here: it is no part of what serves.
    from workers.training.boosting import boosted_gains

    shown = {}
    for kind in dict.fromkeys(one.kind for one in SETS):
        measured = [case for one in SETS if one.kind == kind and one.measures for case in cases[one.name]]
        after = boosted_gains(taught_without(cases, kind), measured)
        shown[kind] = compare(standing(measured), after).shown()
    return {"gradient boosting": shown, "scikit-learn": version("scikit-learn")}


def main(arguments: list[str]) -> int:
    """Train, measure, and write the record or refuse to."""
    if arguments not in ([], ["--off"]):
        sys.stderr.write("usage: python -m workers.training.ranker [--off]\n")
        return 2
    if not DATA.is_dir():
        sys.stderr.write("RAGLAN_DATA: must name the folder of the open sets\n")
        return 2
    cases = described()
    verdicts, overall = elsewhere(cases)
    made = record(cases, verdicts, overall, fit(taught_without(cases, "")))
    sys.stdout.write(json.dumps(made, indent=2) + "\n")
    if not made["is_on"] and not arguments:
        sys.stderr.write(
            "Not written: it does not surely help on sets of other kinds than those it was trained on.\n"
        )
        return 1
    SHIPPED.parent.mkdir(exist_ok=True)
    SHIPPED.write_text(json.dumps(made, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
