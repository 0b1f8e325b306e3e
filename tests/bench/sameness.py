"""Calibrate from which cosine on two questions ask the same: few false hits first, then as many hits as may be.

python -m tests.bench.sameness [--embedder NAME] [--wrong]
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from chat.answering.likeness import Reader, differing, folded
from documents.embedding.create import create_query_embedder
from documents.embedding.registry import embedder_entry
from documents.embedding.types import Embedder
from documents.lexical.lexicon import Lexicon
from tests import environment  # noqa: F401 - sets Django up
from tests.bench.corpora import SETS, judged, leave_without_data
from tests.evals.question_pairs import Pair, by_hand, by_rules, from_open_set

MOST_FALSE = 0.005
# What lies further apart is not the same to any embedder that was trained on questions.
STEPS = [step / 100 for step in range(70, 100)]


@dataclass(frozen=True)
class Scored:
    """Hold a pair with its cosine, and in what its gists differ."""

    pair: Pair
    cosine: float
    differs: str

    def is_hit(self, threshold: float) -> bool:
        """Say whether one would be answered by the other's answer."""
        is_literal = folded(self.pair.one) == folded(self.pair.other)
        return is_literal or (not self.differs and self.cosine >= threshold)


def score(pairs: Sequence[Pair], embedder: Embedder) -> list[Scored]:
    """Compare each pair as the product does."""
    lexicon, found = Lexicon(), []
    for pair in pairs:
        reader = Reader(lexicon, lexicon.language_of(pair.one))
        one, other = embedder.embed_query(pair.one), embedder.embed_query(pair.other)
        differs = differing(reader.gist(pair.one), reader.gist(pair.other))
        found.append(Scored(pair, float(one @ other), differs))
    return found


def rates(scored: Sequence[Scored], threshold: float, *, by_cosine_alone: bool = False) -> dict[str, float]:
    """Return what share of the near misses is hit, of the same is found, and of the hits is right."""
    hits = [one for one in scored if (one.cosine >= threshold if by_cosine_alone else one.is_hit(threshold))]
    same = sum(one.pair.is_same for one in scored)
    right = sum(one.pair.is_same for one in hits)
    return {
        "false_hits": round((len(hits) - right) / max(len(scored) - same, 1), 4),
        "recall": round(right / max(same, 1), 3),
        "precision": round(right / max(len(hits), 1), 4),
        "same": same,
        "near_misses": len(scored) - same,
    }


def lowest(scored: Sequence[Scored], *, by_cosine_alone: bool = False) -> float:
    """Return the lowest threshold with no more false hits than may be."""
    fit = [
        step
        for step in STEPS
        if rates(scored, step, by_cosine_alone=by_cosine_alone)["false_hits"] <= MOST_FALSE
    ]
    return min(fit, default=1.0)


def calibration(scored: Sequence[Scored], embedder: Embedder) -> dict[str, Any]:
    """Return the threshold that one half of the pairs gives, and what it is worth on the other."""
    fitted, held_out = scored[::2], scored[1::2]
    threshold = lowest(fitted)
    alone = lowest(fitted, by_cosine_alone=True)
    return {
        "bench": "sameness",
        "embedder": f"{embedder.name} {embedder.revision}",
        "threshold": threshold,
        "held_out": rates(held_out, threshold),
        "by_kind": {
            kind: rates([one for one in held_out if one.pair.kind == kind], threshold)
            for kind in dict.fromkeys(one.pair.kind for one in scored)
        },
        "cosine_alone": {"threshold": alone} | rates(held_out, alone, by_cosine_alone=True),
        "set": f"ANSWER_CACHE_THRESHOLDS={embedder.name}={threshold}",
    }


def main() -> None:
    """Print the threshold of an embedder, chosen on one half of the pairs and measured on the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embedder", default=settings.EMBEDDER)
    parser.add_argument("--wrong", action="store_true", help="show what is hit falsely, and what is missed")
    chosen = parser.parse_args()
    embedder = create_query_embedder(embedder_entry(chosen.embedder), settings.MODELS_DIR)
    pairs = [*by_hand(), *by_rules()]
    for name in SETS:
        pairs += from_open_set(name, *judged(name), embedder)
    scored = score(pairs, embedder)
    told = calibration(scored, embedder)
    print(json.dumps(told, indent=2))
    if chosen.wrong:
        for one in scored:
            if one.is_hit(told["threshold"]) != one.pair.is_same:
                print(round(one.cosine, 3), one.differs, one.pair, sep="\t")


if __name__ == "__main__":
    leave_without_data("sameness")
    main()
