"""Rank what the fusion found, in two tiers: a light one that was learned, then the operator's cross-encoder."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from documents.ranking.light import Learned
from documents.ranking.ranker import FUSION, Ranker, RankerDown
from documents.ranking.tiers import Tier
from documents.ranking.wordings import InAnyWords
from documents.search import rankers
from documents.search.asking import Wanted
from documents.search.beside import Piece
from documents.search.merging import Part
from documents.search.view import languages_asked
from documents.types import Passage

logger = logging.getLogger(__name__)
RERANK = "rerank"
# A ranker orders where at least this share of what is searched is in languages that it was measured in.
LEAST_SHARE = 0.5


@dataclass(frozen=True, kw_only=True)
class Order:
    """Hold passages in an order, whose it is, and what each tier did for it."""

    passages: tuple[Passage, ...]
    ranked_by: str = FUSION
    degraded: tuple[str, ...] = ()
    tiers: tuple[dict[str, object], ...] = field(default=())

    def by(self, tier: Tier, load: Callable[[], Ranker | None], question: str) -> "Order":
        """Return the order that a tier makes of this one, or this one where it cannot."""
        begun = time.perf_counter()
        try:
            ranker = load()
            if ranker is None:
                return self
            passages = tier.order(ranker, question, self.passages)
        except RankerDown as down:
            logger.warning("passages are not ranked", extra={"reason": str(down)})
            left_out: dict[str, object] = {"left_out": str(down)}
            return replace(self, degraded=(RERANK,), tiers=(*self.tiers, left_out))
        took_ms = round((time.perf_counter() - begun) * 1000, 1)
        done = {"ranker": ranker.name, "took_ms": took_ms}
        return replace(self, passages=passages, ranked_by=ranker.name, tiers=(*self.tiers, done))

    def explained(self) -> dict[str, Any]:
        """Return it for the trace."""
        return {"ranked_by": self.ranked_by, "ranking": list(self.tiers)}


def ranked(
    wanted: Wanted,
    rerank: bool | None,
    parts: Sequence[Part],
    best: Sequence[Passage],
    others: Sequence[str] = (),
) -> Order:
    """Return what was found in its best order: by the tenant's settings, or by all there is, or by none.

    `degraded` names "rerank" where a tier failed or took too long, and where one was asked for and there is none.
    """
    order = lightly_ranked(wanted, rerank, parts, best, (wanted.question, *others))
    if rerank is False or not parts or not best:
        return order
    switches = parts[0][0].settings
    if settings.RERANKER and (rerank or switches.heavy_ranking):
        order = order.by(rankers.heavy_tier(), rankers.heavy_ranker, wanted.question)
    if rerank and order.ranked_by == FUSION:
        return replace(order, degraded=(RERANK,))
    return order


def ranked_parts(
    wanted: Wanted, rerank: bool | None, parts: Sequence[Part], whole: Order, pieces: Sequence[Piece]
) -> list[Order]:
    """Return what the parts of a compound question bring, each in the light ranker's order, for one budget in all.

    Where that is late for the whole or for one part, those after it stay as they are: one slow question must not wait
    for each of its parts, nor count as several failures of the ranker that everybody asks.
    """
    begun = time.perf_counter()
    orders: list[Order] = []
    degraded = whole.degraded
    for piece in pieces:
        order = lightly_ranked(wanted, False if degraded else rerank, parts, piece.passages, piece.wordings)
        orders.append(order)
        is_late = time.perf_counter() - begun > settings.RERANK_LIGHT_SECONDS
        degraded = degraded or order.degraded or ((RERANK,) if is_late and len(orders) < len(pieces) else ())
    return [replace(order, degraded=degraded) for order in orders]


def lightly_ranked(
    wanted: Wanted,
    rerank: bool | None,
    parts: Sequence[Part],
    found: Sequence[Passage],
    wordings: Sequence[str],
) -> Order:
    """Return passages in the light ranker's order, each by the wording of the question that it fits best."""
    order = Order(passages=tuple(found))
    if rerank is False or not parts or not found or wanted.mode != "hybrid":
        return order
    if not (rerank or parts[0][0].settings.light_ranking):
        return order
    return _lightly(order, wordings, parts, is_asked=bool(rerank))


def _lightly(order: Order, wordings: Sequence[str], parts: Sequence[Part], *, is_asked: bool) -> Order:
    question, *others = wordings
    if not rankers.has_token_vectors():
        return replace(order, tiers=({"left_out": "The vectors of tokens are not installed."},))
    try:
        learned = rankers.learned_by(parts[0][0].ranker)
    except RankerDown as down:
        logger.warning("the learned ranker cannot be read", extra={"reason": str(down)})
        return replace(order, degraded=(RERANK,), tiers=({"left_out": str(down)},))
    # What did not surely help elsewhere orders only where somebody asks for it.
    if not (learned.is_on or is_asked):
        return replace(order, tiers=({"left_out": f"{learned.name} is off."},))
    if not _knows_languages(learned, question, parts):
        return replace(order, tiers=({"left_out": f"{learned.name} was not measured in this language."},))
    return order.by(rankers.light_tier(), lambda: InAnyWords(rankers.light_ranker(learned), others), question)


def _knows_languages(learned: Learned, question: str, parts: Sequence[Part]) -> bool:
    chunks: Counter[str] = Counter()
    for view, _ in parts:
        chunks.update(view.languages)
    known = sum(chunks[language] for language in learned.languages)
    own = languages_asked(question, chunks, parts[0][0].settings)[:1]
    return known >= LEAST_SHARE * chunks.total() and set(own) <= set(learned.languages)
